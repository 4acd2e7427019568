import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/caller.js';
import { LlmSettings } from '../config/groups/llm.settings.js';
import { DomainError } from '../kernel/errors.js';
import { ProviderRouter } from '../providers/provider.router.js';
import type { Message } from '../threads/message.entity.js';
import type { RequestIdentity } from './idempotency.js';
import { QuestionStore, type Question } from './question.store.js';
import { RunEngine } from './run.engine.js';
import type { Run } from './run.entity.js';
import { RunService } from './run.service.js';

export interface Asked {
  message: Message;
  /** Null where models are switched off. */
  run: Run | null;
  /** The same request came before; this is what it made. */
  isReplay: boolean;
}

/** Takes a question, and has it answered in the background: whoever wants to see the answer follows its run. */
@Injectable()
export class AskService {
  constructor(
    private readonly questions: QuestionStore,
    private readonly router: ProviderRouter,
    private readonly engine: RunEngine,
    private readonly runs: RunService,
    private readonly llm: LlmSettings,
  ) {}

  async ask(caller: Caller, question: Question, identity?: RequestIdentity): Promise<Asked> {
    if (this.engine.draining) throw new DomainError('shutting_down', 'The server is going down', { retryAfter: 5 });
    const isAnswered = this.llm.enabled;
    // Before anything is stored: a provider that does not exist is the request's fault.
    if (isAnswered) this.router.resolve(question.request);
    const written = await this.questions.write(caller, question, isAnswered, identity);
    const { message, run, first, interrupted, isReplay } = written;
    if (run && first) this.engine[run.status === 'running' ? 'begin' : 'wait'](run, first);
    await Promise.all(interrupted.map((other) => this.runs.end(other, 'interrupted')));
    return { message, run, isReplay };
  }
}
