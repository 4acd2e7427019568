import type { ChatProvider, ChatRequest, ProviderChunk, ProviderHealth, ProviderModel } from './chat-provider.js';
import { Endpoint } from './http/endpoint.js';
import type { HttpProviderOptions } from './http/http-provider-options.js';
import { ProviderHttp } from './http/provider-http.js';
import { timeHealth } from './http/time-health.js';
import { toOllamaOptions } from './ollama-options.js';
import { ProviderFailed } from './provider-errors.js';
import { readAnswer } from './reading/answer-reader.js';
import { OllamaReader } from './reading/ollama-reader.js';
import { wholeNumber } from './reading/whole-number.js';

interface Tag {
  name: string;
  modified_at?: unknown;
  size?: unknown;
}

/** Ollama by its own protocol, which knows more than its OpenAI-compatible one. */
export class OllamaProvider implements ChatProvider {
  readonly defaultModel: string | undefined;
  private readonly http: ProviderHttp;

  constructor(
    readonly name: string,
    private readonly options: HttpProviderOptions,
  ) {
    this.defaultModel = options.model;
    // People paste the address of either of its protocols.
    const address = options.baseUrl.replace(/\/(api|v1)?\/*$/, '');
    this.http = new ProviderHttp(name, new Endpoint(address, options), options.limits, options.lookup);
  }

  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<ProviderChunk[]> {
    const { model = this.defaultModel, messages } = request;
    const said = messages.map(({ content }) => content);
    const body = {
      ...toOllamaOptions({ ...this.options.parameters, ...request.parameters }),
      model,
      messages,
      stream: true,
    };
    return readAnswer(
      () => this.http.post('/api/chat', body, signal, said),
      () => new OllamaReader(),
    );
  }

  async models(signal: AbortSignal): Promise<ProviderModel[]> {
    const { models } = ((await this.http.getJson('/api/tags', signal)) ?? {}) as { models?: unknown };
    if (!Array.isArray(models) || !models.every(isTag)) throw new ProviderFailed(this.name, 'lists no models');
    return models.map(({ name, modified_at: written, size }) => {
      const modified = typeof written === 'string' ? Date.parse(written) : NaN;
      return {
        id: name,
        created: wholeNumber(Math.floor(modified / 1000)) ?? 0,
        ownedBy: 'ollama',
        modifiedAt: Number.isNaN(modified) ? undefined : (written as string),
        size: wholeNumber(size),
      };
    });
  }

  check(signal: AbortSignal): Promise<ProviderHealth> {
    return timeHealth(() => this.models(signal));
  }

  close(): Promise<void> {
    return this.http.close();
  }
}

function isTag(value: unknown): value is Tag {
  return typeof (value as { name?: unknown } | null)?.name === 'string';
}
