import { json, type Script, ScriptedServer, type ScriptSource } from './scripted-server.js';

export const OLLAMA_MODEL = 'llama2:latest';
const TIME = '2025-10-09T08:53:20.123456Z';

/** Speaks Ollama's native protocol to the letter, or as wrongly as a script says. */
export class ScriptedOllama extends ScriptedServer {
  constructor(usual: ScriptSource = ollamaAnswer('Hello', ' world')) {
    super('/api/chat', usual);
    this.models(OLLAMA_MODEL).get('/api/version', json({ version: '0.12.3' }));
  }

  get url(): string {
    return this.origin;
  }

  models(...names: string[]): this {
    const details = { format: 'gguf', family: 'llama', parameter_size: '7B', quantization_level: 'Q4_0' };
    const models = names.map((name) => ({
      name,
      model: name,
      modified_at: '2025-10-09T08:53:20.123456+02:00',
      size: 3_826_793_677,
      digest: '78e26419b446',
      details,
    }));
    return this.get('/api/tags', json({ models }));
  }
}

export function ollamaLine(message: object, more: object = {}): string {
  return JSON.stringify({
    model: OLLAMA_MODEL,
    created_at: TIME,
    message: { role: 'assistant', content: '', ...message },
    done: false,
    ...more,
  });
}

/** What Ollama sends for these pieces of text: a line each, and the last one with its counts. */
export function ollamaLines(...texts: string[]): string[] {
  const done = { done: true, done_reason: 'stop', total_duration: 4_883_583_458, load_duration: 1_334_875 };
  const counts = {
    prompt_eval_count: 26,
    prompt_eval_duration: 342_546_000,
    eval_count: texts.length,
    eval_duration: 4_535_599_000,
  };
  return [...texts.map((content) => ollamaLine({ content })), ollamaLine({}, { ...done, ...counts })];
}

export function ollamaAnswer(...texts: string[]): Script {
  return jsonLines(ollamaLines(...texts));
}

export function jsonLines(lines: string[]): Script {
  return { contentType: 'application/x-ndjson', pieces: lines.map((line) => `${line}\n`) };
}

export function ollamaError(status: number, error: string, headers?: Record<string, string>): Script {
  return json({ error }, status, headers);
}
