import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ValidationFailed } from '../../../kernel/errors.js';
import type { Caller } from '../../../auth/caller.js';
import { ProviderRouter } from '../../../providers/provider.router.js';
import { ProviderThreadService } from '../../../threads/provider-thread.service.js';
import { Fails } from '../../shared/error.dto.js';
import { CurrentUser } from '../../shared/http/auth.guard.js';
import { idOf } from '../../shared/http/id.pipe.js';
import { ProviderThreadDto, ProviderThreadQuery, PutProviderThreadDto } from './provider-thread.dto.js';

@ApiTags('threads')
@Controller('provider-threads/:thread_id')
@Fails('unauthenticated', 'token_expired', 'validation_failed', 'not_found', 'product_not_allowed', 'agent_not_allowed')
export class ProviderThreadsController {
  constructor(
    private readonly states: ProviderThreadService,
    private readonly router: ProviderRouter,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'What a provider keeps of a thread; of the provider that was used last, unless one is named',
  })
  @ApiOkResponse({ type: ProviderThreadDto })
  async get(
    @CurrentUser() caller: Caller,
    @Param('thread_id', idOf('Thread')) threadId: string,
    @Query() { provider }: ProviderThreadQuery,
  ): Promise<ProviderThreadDto> {
    return ProviderThreadDto.of(await this.states.get(caller, threadId, provider));
  }

  @Put()
  @ApiOperation({ summary: 'Keep what a provider needs to go on with a thread' })
  @ApiOkResponse({ type: ProviderThreadDto })
  async put(
    @CurrentUser() caller: Caller,
    @Param('thread_id', idOf('Thread')) threadId: string,
    @Query() query: ProviderThreadQuery,
    @Body() body: PutProviderThreadDto,
  ): Promise<ProviderThreadDto> {
    const provider = query.provider ?? body.provider ?? this.router.resolve({}).provider;
    if (provider === null) throw ValidationFailed.of('provider', 'field required');
    const { conversation_id: conversationId, state } = body;
    const change = { ...(conversationId !== undefined && { conversationId }), ...(state && { state }) };
    return ProviderThreadDto.of(await this.states.put(caller, threadId, provider, change));
  }
}
