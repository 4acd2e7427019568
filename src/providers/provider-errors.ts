import { DomainError } from '../kernel/errors.js';

interface ProviderErrorOptions extends ErrorOptions {
  /** HTTP status that the provider answered with. */
  status?: number;
  /** Seconds that the provider asked to wait. */
  retryAfter?: number;
}

/** The provider answered with an error, or with something that is not its protocol. `detail` is for the log and the run's attempts, not for clients. */
export class ProviderFailed extends DomainError {
  readonly status?: number;

  constructor(
    readonly provider: string,
    readonly detail: string,
    options?: ProviderErrorOptions,
  ) {
    super('provider_error', 'The provider could not answer', options);
    this.status = options?.status;
  }
}

/** Nobody answers at the provider's address. */
export class ProviderUnavailable extends DomainError {
  constructor(
    readonly provider: string,
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super('provider_unavailable', 'The provider cannot be reached', { retryAfter: 1, ...options });
  }
}

export class ProviderTimeout extends DomainError {
  constructor(
    readonly provider: string,
    readonly limit: 'connect' | 'first_token' | 'idle',
    seconds: number,
  ) {
    super('provider_timeout', 'The provider took too long to answer');
    this.detail = `no ${limit === 'connect' ? 'connection' : limit === 'first_token' ? 'first token' : 'further token'} within ${seconds} s`;
  }
  readonly detail: string;
}
