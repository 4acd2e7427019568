import { json, type Script, ScriptedServer, type ScriptSource } from './scripted-server.js';

const ID = 'chatcmpl-scripted';
const CREATED = 1_760_000_000;
export const OPENAI_MODEL = 'scripted-model';

/** Speaks OpenAI's chat completions to the letter, or as wrongly as a script says. */
export class ScriptedOpenAi extends ScriptedServer {
  constructor(usual: ScriptSource = openAiAnswer('Hello', ' world')) {
    super('/v1/chat/completions', usual);
    this.models(OPENAI_MODEL);
  }

  get url(): string {
    return `${this.origin}/v1`;
  }

  models(...ids: string[]): this {
    const data = ids.map((id) => ({ id, object: 'model', created: CREATED, owned_by: 'scripted' }));
    return this.get('/v1/models', json({ object: 'list', data }));
  }
}

/** A `chat.completion.chunk` as text. */
export function openAiChunk(delta: object, finishReason: string | null = null, more: object = {}): string {
  const choices = [{ index: 0, delta, logprobs: null, finish_reason: finishReason }];
  return JSON.stringify({
    id: ID,
    object: 'chat.completion.chunk',
    created: CREATED,
    model: OPENAI_MODEL,
    choices,
    ...more,
  });
}

/** What OpenAI's API sends for these pieces of text: the role, the pieces, the finish, the usage. */
export function openAiEvents(...texts: string[]): string[] {
  const usage = { prompt_tokens: 12, completion_tokens: texts.length, total_tokens: 12 + texts.length };
  return [
    openAiChunk({ role: 'assistant', content: '' }),
    ...texts.map((content) => openAiChunk({ content })),
    openAiChunk({}, 'stop'),
    openAiChunk({}, null, { choices: [], usage }),
  ];
}

export function openAiAnswer(...texts: string[]): Script {
  return eventStream([...openAiEvents(...texts), '[DONE]']);
}

export function eventStream(events: string[]): Script {
  return { contentType: 'text/event-stream; charset=utf-8', pieces: events.map((data) => `data: ${data}\n\n`) };
}

/** An agent server's events, as the core surface's source contract shows them. */
export const AGENT_EVENTS = [
  '{"id":"resp-1","object":"chat.completion.chunk","model":"theodor_agent","conversation_id":"conv-123","agent_status":"streaming","choices":[{"index":0,"delta":{"role":"assistant","content":"Hello"},"finish_reason":null}]}',
  '{"id":"resp-1","object":"chat.completion.chunk","model":"theodor_agent","conversation_id":"conv-123","agent_status":"streaming","choices":[{"index":0,"delta":{"content":" world"},"finish_reason":null}]}',
  '{"id":"resp-1","object":"chat.completion.chunk","model":"theodor_agent","conversation_id":"conv-123","agent_status":"completed","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":12,"completion_tokens":5,"total_tokens":17}}',
];

export function agentAnswer(): Script {
  return eventStream([...AGENT_EVENTS, '[DONE]']);
}

export function openAiError(status: number, message: string, headers?: Record<string, string>): Script {
  return json({ error: { message, type: 'scripted_error', param: null, code: null } }, status, headers);
}

/** One answer in one piece, as of a server that does not stream. */
export function openAiCompletion(content: string): Script {
  return json({
    id: ID,
    object: 'chat.completion',
    created: CREATED,
    model: OPENAI_MODEL,
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 },
  });
}
