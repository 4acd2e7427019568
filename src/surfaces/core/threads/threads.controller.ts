import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import type { Caller } from '../../../auth/caller.js';
import { MessageService } from '../../../threads/message.service.js';
import type { Thread } from '../../../threads/thread.entity.js';
import { ThreadService } from '../../../threads/thread.service.js';
import { Fails } from '../../shared/error.dto.js';
import { CurrentUser } from '../../shared/http/auth.guard.js';
import { IfMatch, setVersion } from '../../shared/http/etag.js';
import { idOf } from '../../shared/http/id.pipe.js';
import { MessageDto } from '../messages/message.dto.js';
import {
  CreateThreadDto,
  RemoveThreadQuery,
  ThreadDto,
  ThreadListQuery,
  ThreadPageDto,
  ThreadQuery,
  ThreadWithMessagesDto,
  UpdateThreadDto,
} from './thread.dto.js';

@ApiTags('threads')
@Controller('threads')
@Fails('unauthenticated', 'token_expired', 'validation_failed', 'product_not_allowed', 'agent_not_allowed')
export class ThreadsController {
  constructor(
    private readonly threads: ThreadService,
    private readonly messages: MessageService,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Start a thread' })
  @ApiCreatedResponse({ type: ThreadDto })
  async create(
    @CurrentUser() caller: Caller,
    @Body() { title = null, summary = null, metadata = {} }: CreateThreadDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ThreadDto> {
    return show(await this.threads.create(caller, { title, summary, metadata }), response);
  }

  @Get()
  @ApiOperation({ summary: "The caller's threads, latest activity first" })
  @ApiOkResponse({ type: ThreadPageDto })
  async list(@CurrentUser() caller: Caller, @Query() query: ThreadListQuery): Promise<ThreadPageDto> {
    const { include_deleted, product_id, agent_id, ...rest } = query;
    const filters = { includeDeleted: include_deleted, productId: product_id, agentId: agent_id };
    return ThreadPageDto.of(await this.threads.list(caller, { ...rest, ...filters }));
  }

  @Get(':thread_id')
  @ApiOperation({ summary: 'A thread with its latest messages' })
  @ApiOkResponse({ type: ThreadWithMessagesDto })
  @Fails('not_found')
  async get(
    @CurrentUser() caller: Caller,
    @Param('thread_id', idOf('Thread')) id: string,
    @Query() query: ThreadQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ThreadWithMessagesDto> {
    const thread = await this.threads.get(caller, id);
    const messages = await this.messages.latest(thread, query.messages);
    return { ...show(thread, response), messages: messages.map((message) => MessageDto.of(message, thread)) };
  }

  @Patch(':thread_id')
  @ApiOperation({ summary: 'Change a thread, or restore it' })
  @ApiHeader({ name: 'If-Match', required: false, description: 'The ETag that the change was made against.' })
  @ApiOkResponse({ type: ThreadDto })
  @Fails('not_found', 'precondition_failed')
  async update(
    @CurrentUser() caller: Caller,
    @Param('thread_id', idOf('Thread')) id: string,
    @Body() { is_deleted, ...patch }: UpdateThreadDto,
    @IfMatch() version: number | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ThreadDto> {
    const change = { ...patch, ...(is_deleted !== undefined && { isDeleted: is_deleted }) };
    return show(await this.threads.update(caller, id, change, version), response);
  }

  @Delete(':thread_id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a thread; it can be restored unless purged' })
  @ApiNoContentResponse()
  @Fails('not_found')
  remove(
    @CurrentUser() caller: Caller,
    @Param('thread_id', idOf('Thread')) id: string,
    @Query() { purge }: RemoveThreadQuery,
  ): Promise<void> {
    return purge ? this.threads.purge(caller, id) : this.threads.remove(caller, id);
  }
}

function show(thread: Thread, response: Response): ThreadDto {
  setVersion(response, thread.version);
  return ThreadDto.of(thread);
}
