import type { ChatParameters } from './chat-provider.js';

/** What Ollama calls as OpenAI does, or has alone. */
const OPTIONS = [
  'temperature',
  'top_p',
  'top_k',
  'min_p',
  'seed',
  'presence_penalty',
  'frequency_penalty',
  'repeat_penalty',
  'repeat_last_n',
  'num_ctx',
  'num_predict',
];

/** OpenAI's parameters in Ollama's places; what it has no place for is left out. */
export function toOllamaOptions(parameters: ChatParameters): Record<string, unknown> {
  const options = Object.fromEntries(
    OPTIONS.filter((name) => isGiven(parameters[name])).map((name) => [name, parameters[name]]),
  );
  const maxTokens = parameters.max_completion_tokens ?? parameters.max_tokens;
  if (isGiven(maxTokens)) options.num_predict = maxTokens;
  if (isGiven(parameters.stop)) options.stop = [parameters.stop].flat();
  const format = formatOf(parameters.response_format);
  return {
    ...(Object.keys(options).length > 0 && { options }),
    ...(format !== undefined && { format }),
    ...(isGiven(parameters.think) && { think: parameters.think }),
    ...(isGiven(parameters.keep_alive) && { keep_alive: parameters.keep_alive }),
  };
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function formatOf(responseFormat: unknown): unknown {
  const { type, json_schema: named } = (responseFormat ?? {}) as { type?: string; json_schema?: { schema?: unknown } };
  return type === 'json_object' ? 'json' : type === 'json_schema' ? named?.schema : undefined;
}
