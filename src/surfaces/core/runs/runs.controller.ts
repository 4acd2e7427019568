import { Controller, Get, Headers, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { Caller } from '../../../auth/caller.js';
import { RunService } from '../../../runs/run.service.js';
import { Fails } from '../../shared/error.dto.js';
import { CurrentUser } from '../../shared/http/auth.guard.js';
import { idOf } from '../../shared/http/id.pipe.js';
import { AttachQuery, RunDto, RunListDto, RunListQuery } from './run.dto.js';
import { RunStreams } from './run-streams.service.js';

@ApiTags('runs')
@Controller()
@Fails('unauthenticated', 'token_expired', 'not_found', 'product_not_allowed', 'agent_not_allowed')
export class RunsController {
  constructor(
    private readonly runs: RunService,
    private readonly streams: RunStreams,
  ) {}

  @Get('threads/:thread_id/runs')
  @ApiOperation({ summary: 'The runs of a thread, newest first' })
  @ApiOkResponse({ type: RunListDto })
  @Fails('validation_failed')
  async list(
    @CurrentUser() caller: Caller,
    @Param('thread_id', idOf('Thread')) threadId: string,
    @Query() { limit }: RunListQuery,
  ): Promise<RunListDto> {
    const runs = await this.runs.ofThread(caller, threadId, limit);
    return { items: runs.map((run) => RunDto.of(run)) };
  }

  @Get('runs/:run_id')
  @ApiOperation({ summary: 'One answer being made, or made' })
  @ApiOkResponse({ type: RunDto })
  async get(@CurrentUser() caller: Caller, @Param('run_id', idOf('Run')) id: string): Promise<RunDto> {
    return RunDto.of(await this.runs.get(caller, id));
  }

  @Get('runs/:run_id/stream')
  @ApiOperation({ summary: 'Attach to a run, from any event on' })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'Means the same as `starting_after`.' })
  @ApiProduces('text/event-stream', 'application/json')
  @ApiOkResponse({ description: 'The same events as the first stream would have had.', type: String })
  @ApiNoContentResponse({ description: 'All has been received; an EventSource need not come back.' })
  @Fails('validation_failed')
  async attach(
    @CurrentUser() caller: Caller,
    @Param('run_id', idOf('Run')) id: string,
    @Query() { starting_after, event_ids = false }: AttachQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const after = starting_after ?? (/^\d{1,9}$/.test(lastEventId ?? '') ? Number(lastEventId) : 0);
    const { run, isSpent } = await this.runs.attach(caller, id, after);
    if (isSpent) {
      response.status(204).end();
      return;
    }
    await this.streams.send(run, request, response, after, event_ids);
  }

  @Post('runs/:run_id/cancel')
  @HttpCode(202)
  @ApiOperation({ summary: 'End a run; what it has said so far is kept' })
  @ApiAcceptedResponse({ type: RunDto })
  async cancel(@CurrentUser() caller: Caller, @Param('run_id', idOf('Run')) id: string): Promise<RunDto> {
    return RunDto.of(await this.runs.cancel(caller, id));
  }
}
