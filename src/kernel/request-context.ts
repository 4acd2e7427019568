import { AsyncLocalStorage } from 'node:async_hooks';

export interface RequestContext {
  requestId: string;
  /** Set once the caller is known. */
  userId?: string;
}

/** Who asked for what is going on now; absent in background work. */
export const requestContext = new AsyncLocalStorage<RequestContext>();
