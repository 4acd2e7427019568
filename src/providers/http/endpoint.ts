/** A provider's address, taken apart: what is sent where, and what of it must never be told. */
export class Endpoint {
  readonly origin: string;
  readonly headers: Record<string, string>;
  readonly secrets: string[];
  private readonly prefix: string;
  private readonly query: string;

  constructor(baseUrl: string, options: { apiKey?: string; headers?: Record<string, string> } = {}) {
    const url = new URL(baseUrl);
    const [username, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
    this.origin = url.origin;
    this.prefix = url.pathname.replace(/\/+$/, '');
    this.query = url.search;
    const basic = Buffer.from(`${username}:${password}`).toString('base64');
    this.headers = {
      accept: 'application/json, text/event-stream',
      'accept-encoding': 'identity',
      'user-agent': 'parley',
      ...(username !== '' || password !== '' ? { authorization: `Basic ${basic}` } : {}),
      ...(options.apiKey !== undefined ? { authorization: `Bearer ${options.apiKey}` } : {}),
      ...lowerCased(options.headers ?? {}),
    };
    this.secrets = [
      options.apiKey,
      password,
      basic,
      ...url.searchParams.values(),
      ...secretsOf(options.headers),
    ].filter((secret) => secret !== undefined && secret.length > 3) as string[];
  }

  /** With whatever query the address came with. */
  path(path: string): string {
    return `${this.prefix}${path}${this.query}`;
  }
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** A key is as secret as the header that it is part of. */
function secretsOf(headers: Record<string, string> = {}): string[] {
  return Object.values(headers).flatMap((value) => [value, value.replace(/^\w+ /, '')]);
}
