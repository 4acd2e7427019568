import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { RunsSettings } from '../../../config/groups/runs.settings.js';
import type { Run } from '../../../runs/run.entity.js';
import { RunService } from '../../../runs/run.service.js';
import { EVENT_STREAM_HEADERS, numberedSseEvents, sseEvents } from '../../../streaming/sse.js';
import { streamRun } from '../../../streaming/stream-run.js';

/** Streams a run to an HTTP response in the core's form. */
@Injectable()
export class RunStreams {
  constructor(
    private readonly runs: RunService,
    private readonly settings: RunsSettings,
  ) {}

  async send(run: Run, request: Request, response: Response, startingAfter: number, numbered: boolean): Promise<void> {
    response.setHeader('X-Run-ID', run.id);
    response.setHeader('X-Message-ID', run.messageId);
    openEventStream(response);
    const encode = numbered || request.get('last-event-id') !== undefined ? numberedSseEvents : sseEvents;
    const end = await streamRun((reader) => this.runs.follow(run.id, startingAfter, reader), response, encode);
    if (end === 'gone' && this.settings.onDisconnect === 'cancel') await this.runs.abandon(run);
  }
}

/** Headers go out at once: a client must not wait for the first event to learn that it was heard. */
export function openEventStream(response: Response): void {
  response.status(200);
  for (const [name, value] of Object.entries(EVENT_STREAM_HEADERS)) response.setHeader(name, value);
  response.flushHeaders();
  response.socket?.setNoDelay(true);
}
