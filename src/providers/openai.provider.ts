import type { ChatProvider, ChatRequest, ProviderChunk, ProviderHealth, ProviderModel } from './chat-provider.js';
import { Endpoint } from './http/endpoint.js';
import type { Exchange } from './http/exchange.js';
import type { HttpProviderOptions } from './http/http-provider-options.js';
import { ProviderHttp } from './http/provider-http.js';
import { contentType } from './http/refusal.js';
import { timeHealth } from './http/time-health.js';
import { ProviderFailed } from './provider-errors.js';
import { wholeNumber } from './reading/whole-number.js';
import { readAnswer } from './reading/answer-reader.js';
import { CompletionReader } from './reading/completion-reader.js';
import { OpenAiReader } from './reading/openai-reader.js';

/** Any server that speaks OpenAI's chat completions: OpenAI, OpenRouter, LM Studio, vLLM, llama.cpp. */
export class OpenAiProvider implements ChatProvider {
  readonly defaultModel: string | undefined;
  private readonly http: ProviderHttp;

  constructor(
    readonly name: string,
    private readonly options: HttpProviderOptions,
  ) {
    this.defaultModel = options.model;
    this.http = new ProviderHttp(name, new Endpoint(apiBase(options.baseUrl), options), options.limits, options.lookup);
  }

  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<ProviderChunk[]> {
    const said = request.messages.map(({ content }) => content);
    const open = (): Promise<Exchange> => this.http.post('/chat/completions', this.toWire(request), signal, said);
    return readAnswer(open, (exchange) =>
      contentType(exchange) === 'application/json' ? new CompletionReader() : new OpenAiReader(),
    );
  }

  async models(signal: AbortSignal): Promise<ProviderModel[]> {
    const { data } = ((await this.http.getJson('/models', signal)) ?? {}) as { data?: unknown };
    if (!Array.isArray(data) || !data.every(isModel)) throw new ProviderFailed(this.name, 'lists no models');
    return data.map(({ id, created, owned_by: owner }) => ({
      id,
      created: wholeNumber(created) ?? 0,
      ownedBy: typeof owner === 'string' ? owner : this.name,
    }));
  }

  check(signal: AbortSignal): Promise<ProviderHealth> {
    return timeHealth(async () => {
      try {
        await this.models(signal);
      } catch (error) {
        // Servers that answer chats need not list models.
        const isWithoutList = error instanceof ProviderFailed && (error.status === 404 || error.status === 405);
        if (!isWithoutList) throw error;
      }
    });
  }

  close(): Promise<void> {
    return this.http.close();
  }

  private toWire({ model, messages, parameters, conversationId }: ChatRequest): Record<string, unknown> {
    return {
      ...this.options.parameters,
      ...parameters,
      model: model ?? this.defaultModel,
      messages,
      stream: true,
      stream_options: { include_usage: true },
      ...(conversationId !== undefined && { conversation_id: conversationId }),
    };
  }
}

/** A bare host is taken for one of those that serve under `/v1`. */
export function apiBase(address: string): string {
  const url = new URL(address);
  if (url.pathname === '/') url.pathname = '/v1';
  return url.href;
}

function isModel(value: unknown): value is { id: string; created?: unknown; owned_by?: unknown } {
  return typeof (value as { id?: unknown } | null)?.id === 'string';
}
