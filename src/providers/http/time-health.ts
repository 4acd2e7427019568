import type { ProviderHealth } from '../chat-provider.js';

export async function timeHealth(call: () => Promise<unknown>): Promise<ProviderHealth> {
  const start = performance.now();
  const ok = await call().then(
    () => true,
    () => false,
  );
  return { ok, latencyMs: Math.round(performance.now() - start) };
}
