import { Forbidden } from '../kernel/errors.js';
import type { Caller } from './caller.js';

export interface Place {
  productId: string | null;
  agentId: string | null;
}

/** Throws unless the caller's allow lists, as they are now, let them use what belongs to this product and agent. Admins pass. */
export function assertMayUse(caller: Caller, place: Place): void {
  if (!allows(caller, caller.allowedProducts, place.productId)) {
    throw new Forbidden('product_not_allowed', 'This product is not open to you');
  }
  if (!allows(caller, caller.allowedAgents, place.agentId)) {
    throw new Forbidden('agent_not_allowed', 'This agent is not open to you');
  }
}

function allows(caller: Caller, list: string[], id: string | null): boolean {
  return id === null || seesAll(caller, list) || list.includes(id);
}

/** Whether a list need not be filtered at all. */
export function seesAll(caller: Caller, list: string[]): boolean {
  return caller.role === 'admin' || list.includes('*');
}
