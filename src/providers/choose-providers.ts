import { discoverProviders, USUAL_PLACES } from './discover.js';
import type { RegistryOptions } from './provider-options.js';

export interface Chosen {
  options: RegistryOptions;
  /** Where they are from, for whoever starts the server to be told. */
  from: 'settings' | 'discovery' | 'demo' | 'nothing';
}

/** Without a configured provider: what answers on this machine, else the demonstration, which is never what production wants. */
export async function chooseProviders(
  options: RegistryOptions,
  preferredModel?: string,
  places = USUAL_PLACES,
): Promise<Chosen> {
  if (options.isProduction && options.providers.some(({ type }) => type === 'demo'))
    throw new Error('providers.list: production takes no demo provider');
  if (!options.isEnabled) return { options, from: 'nothing' };
  if (options.providers.length > 0) return { options, from: 'settings' };
  const found = await discoverProviders(places, options.limits, preferredModel);
  if (found.length > 0) return { options: { ...options, providers: found }, from: 'discovery' };
  if (options.isProduction) return { options, from: 'nothing' };
  return { options: { ...options, providers: [{ name: 'demo', type: 'demo', limits: options.limits }] }, from: 'demo' };
}
