import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { Caller } from '../../../auth/caller.js';
import { AskService, type Asked } from '../../../runs/ask.service.js';
import type { RequestIdentity } from '../../../runs/idempotency.js';
import { RunService } from '../../../runs/run.service.js';
import { MessageService } from '../../../threads/message.service.js';
import { ThreadService } from '../../../threads/thread.service.js';
import { Fails } from '../../shared/error.dto.js';
import { CurrentUser } from '../../shared/http/auth.guard.js';
import { idOf } from '../../shared/http/id.pipe.js';
import { PageQuery } from '../../shared/page.dto.js';
import { StreamQuery } from '../runs/run.dto.js';
import { RunStreams } from '../runs/run-streams.service.js';
import { AskDto, AskedDto, UpdateMessageDto } from './ask.dto.js';
import { Idempotency, PreferWait, toQuestion } from './ask-request.js';
import { MessageDto, MessagePageDto } from './message.dto.js';
import { sendUnanswered } from './unanswered.js';
import { waitForAnswer } from './wait-for-answer.js';

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  required: false,
  description: 'The same key and body within 24 hours: the same message and the same answer, once.',
};

@ApiTags('messages')
@Controller('threads/:thread_id/messages')
@Fails('unauthenticated', 'token_expired', 'validation_failed', 'not_found', 'product_not_allowed', 'agent_not_allowed')
export class MessagesController {
  constructor(
    private readonly threads: ThreadService,
    private readonly messages: MessageService,
    private readonly asks: AskService,
    private readonly runs: RunService,
    private readonly streams: RunStreams,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The messages of a thread, newest first' })
  @ApiOkResponse({ type: MessagePageDto })
  async list(
    @CurrentUser() caller: Caller,
    @Param('thread_id', idOf('Thread')) threadId: string,
    @Query() query: PageQuery,
  ): Promise<MessagePageDto> {
    const thread = await this.threads.get(caller, threadId);
    return MessagePageDto.of(await this.messages.page(thread, query), thread);
  }

  @Post()
  @HttpCode(202)
  @ApiOperation({ summary: 'Ask; the answer is made in the background' })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiHeader({
    name: 'Prefer',
    required: false,
    description: '`wait=30`: answer once it is done, or after so many seconds.',
  })
  @ApiAcceptedResponse({ type: AskedDto })
  @ApiOkResponse({ type: AskedDto, description: 'With `Prefer: wait`, once the answer is done.' })
  @ApiCreatedResponse({ type: AskedDto, description: 'Models are switched off: the message is kept.' })
  @Fails('identity_mismatch', 'run_in_progress', 'idempotency_mismatch', 'shutting_down')
  async ask(
    @CurrentUser() caller: Caller,
    @Param('thread_id', idOf('Thread')) threadId: string,
    @Body() body: AskDto,
    @Idempotency() identity: RequestIdentity | undefined,
    @PreferWait() seconds: number,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AskedDto> {
    const asked = await this.asks.ask(caller, toQuestion(caller, threadId, body), identity);
    tellReplay(asked, response);
    if (!asked.run) response.status(201);
    if (!asked.run || seconds === 0) return AskedDto.of(asked, { ownerId: caller.userId });
    return waitForAnswer(this.runs, this.messages, asked.message, asked.run, seconds, response, caller);
  }

  @Post('stream')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ask, and have the answer streamed' })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiProduces('text/event-stream', 'application/json')
  @ApiOkResponse({ description: 'Events `data: <chat.completion.chunk>`, then `data: [DONE]`.', type: String })
  @Fails('identity_mismatch', 'run_in_progress', 'idempotency_mismatch', 'shutting_down')
  async stream(
    @CurrentUser() caller: Caller,
    @Param('thread_id', idOf('Thread')) threadId: string,
    @Body() body: AskDto,
    @Query() { event_ids = false }: StreamQuery,
    @Idempotency() identity: RequestIdentity | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const asked = await this.asks.ask(caller, toQuestion(caller, threadId, body), identity);
    tellReplay(asked, response);
    if (!asked.run) return sendUnanswered(asked.message, response);
    await this.streams.send(asked.run, request, response, 0, event_ids);
  }

  @Patch(':message_id')
  @ApiOperation({ summary: "Change a message's status, or the text of one's own" })
  @ApiOkResponse({ type: MessageDto })
  @Fails('forbidden', 'conflict')
  async update(
    @CurrentUser() caller: Caller,
    @Param('thread_id', idOf('Thread')) threadId: string,
    @Param('message_id', idOf('Message')) messageId: string,
    @Body() body: UpdateMessageDto,
  ): Promise<MessageDto> {
    const { message, thread } = await this.messages.update(caller, threadId, messageId, body);
    return MessageDto.of(message, thread);
  }
}

function tellReplay({ isReplay }: Asked, response: Response): void {
  if (isReplay) response.setHeader('Idempotency-Replayed', 'true');
}
