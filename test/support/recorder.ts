/** Everything that one client of a stream saw, whatever became of the connection. */
export class Recorder {
  text = '';
  headers: Headers | undefined;
  status = 0;

  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** Whole events only: half of one is not received. */
  get events(): string[] {
    return this.text.split('\n\n').slice(0, -1);
  }

  get runId(): string {
    return this.headers!.get('x-run-id')!;
  }

  get isDone(): boolean {
    return this.events.at(-1) === 'data: [DONE]';
  }

  ask(threadId: string, text: string): Promise<void> {
    return this.follow(`/api/threads/${threadId}/messages/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text }),
    });
  }

  attach(runId: string, startingAfter: number): Promise<void> {
    return this.follow(`/api/runs/${runId}/stream?starting_after=${startingAfter}`);
  }

  /** Resolves when the stream ends, or is cut. */
  private async follow(path: string, init: RequestInit = {}): Promise<void> {
    try {
      const headers = { authorization: `Bearer ${this.token}`, ...(init.headers as Record<string, string>) };
      const response = await fetch(this.url + path, { ...init, headers });
      this.headers = response.headers;
      this.status = response.status;
      const decoder = new TextDecoder();
      for await (const bytes of response.body ?? []) this.text += decoder.decode(bytes as Uint8Array, { stream: true });
    } catch {
      // Cut: what was seen is seen.
    }
  }
}
