import { ValidationFailed } from '../kernel/errors.js';
import type { Candidate, ProviderRegistry, RegisteredProvider } from './provider-registry.js';

/** Who is asked for, as requests say it: each may be left out. */
export interface Selection {
  provider?: string;
  /** `model`, or `provider/model`. */
  model?: string;
  /** `provider` or `provider/model`, to try after the first; `[]` none, undefined those of the settings. */
  fallback?: string[];
}

/** Whether a provider is known to offer a model. */
export type Offers = (registered: RegisteredProvider, model: string) => boolean;

/** Those who may answer, in the order in which they are tried; empty where nobody can. Throws `ValidationFailed` for names that nobody has. */
export function routeOf(selection: Selection, registry: ProviderRegistry, offers: Offers): Candidate[] {
  const first = firstOf(selection, registry, offers);
  const route = first ? [first] : [];
  for (const entry of selection.fallback ?? registry.fallback ?? registry.names) {
    const named = registry.parse(entry);
    if (!named) throw ValidationFailed.of('fallback', 'names a provider that does not exist');
    const { registered, model } = named;
    const isTaken = route.some(
      (other) => other.registered === registered && (model === undefined || model === other.model),
    );
    if (!isTaken) route.push({ registered, model: model ?? modelElsewhere(first, registered, offers) });
  }
  return route;
}

function firstOf({ provider, model }: Selection, registry: ProviderRegistry, offers: Offers): Candidate | undefined {
  if (provider !== undefined) {
    const registered = registry.find(provider);
    if (!registered) throw ValidationFailed.of('provider', 'there is no provider of that name');
    return { registered, model };
  }
  const preferred = registry.default;
  if (!preferred || model === undefined) return preferred && { registered: preferred, model };
  const named = registry.parse(model);
  if (named?.model !== undefined) return named;
  // Clients that know of no providers send back what the list of models showed them: whoever offers it is meant.
  const isPreferreds = model === preferred.provider.defaultModel || offers(preferred, model);
  const registered = isPreferreds ? preferred : registry.all.find((each) => offers(each, model));
  return { registered: registered ?? preferred, model };
}

/** Another provider is asked for the same model only if it is known to have it, or has none of its own to offer. */
function modelElsewhere(
  first: Candidate | undefined,
  registered: RegisteredProvider,
  offers: Offers,
): string | undefined {
  const model = first?.model;
  if (model === undefined) return undefined;
  return offers(registered, model) || registered.provider.defaultModel === undefined ? model : undefined;
}
