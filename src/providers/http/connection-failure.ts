import type { DomainError } from '../../kernel/errors.js';
import { ProviderFailed, ProviderTimeout, ProviderUnavailable } from '../provider-errors.js';

const WORDS: Record<string, string> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name cannot be resolved now',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection reset',
  UND_ERR_SOCKET: 'connection closed',
  UND_ERR_CLOSED: 'shutting down',
  UND_ERR_DESTROYED: 'shutting down',
  FORBIDDEN_ADDRESS: 'link-local and metadata addresses are never called',
};

/** What went wrong with a connection, in the port's terms. Only the error's code is told: its words may hold the address with its credentials. */
export function connectionFailure(
  provider: string,
  error: Error,
  { hasAnswered, connectSeconds }: { hasAnswered: boolean; connectSeconds: number },
): DomainError {
  const code = codeOf(error);
  const detail = WORDS[code] ?? `the connection failed (${code})`;
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT')
    return hasAnswered
      ? new ProviderFailed(provider, detail, { cause: error })
      : new ProviderTimeout(provider, 'connect', connectSeconds);
  if (/^HPE_|^HTTPParserError$/.test(code) || code === 'UND_ERR_HEADERS_OVERFLOW')
    return new ProviderFailed(provider, 'answered with what is not HTTP', { cause: error });
  if (hasAnswered) return new ProviderFailed(provider, `${detail} in the middle of the answer`, { cause: error });
  return new ProviderUnavailable(provider, detail, { cause: error });
}

/** Where several addresses of one name were tried, the first one's. */
function codeOf(error: Error): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const { code } = (first ?? error) as { code?: unknown };
  return typeof code === 'string' ? code : error.name;
}
