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

/** The phases of an answer that have a limit. */
export type ProviderLimit = 'connect' | 'first_token' | 'idle';

const AWAITED: Record<ProviderLimit, string> = {
  connect: 'connection',
  first_token: 'first token',
  idle: 'further token',
};

export class ProviderTimeout extends DomainError {
  readonly detail: string;

  constructor(
    readonly provider: string,
    readonly limit: ProviderLimit,
    seconds: number,
  ) {
    super('provider_timeout', 'The provider took too long to answer');
    this.detail = `no ${AWAITED[limit]} within ${seconds} s`;
  }
}
