import { errorWords } from '../reading/error-words.js';
import type { Exchange } from './exchange.js';

export function refusalOf(status: number, body: string): string {
  if (status < 400) return `answered ${status}; redirects are not followed`;
  let words = '';
  try {
    words = errorWords(JSON.parse(body));
  } catch {
    // Pages for people say nothing that the status does not.
  }
  return words === '' ? `answered ${status}` : `answered ${status}: ${words}`;
}

/** Throws for a body that nobody here asked for. */
export function unreadable(exchange: Exchange): void {
  const encoding = exchange.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') throw exchange.failed('answered in an encoding not asked for');
  if (contentType(exchange) === 'text/html') throw exchange.failed('answered with HTML');
}

export function contentType(exchange: Exchange): string {
  const header = exchange.headers['content-type'];
  return (Array.isArray(header) ? header[0] : header)?.split(';')[0]?.trim().toLowerCase() ?? '';
}
