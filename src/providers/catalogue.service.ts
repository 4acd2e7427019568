import { Injectable } from '@nestjs/common';
import type { ProviderModel } from './chat-provider.js';
import { ProviderRegistry, type RegisteredProvider } from './provider-registry.js';
import { ShortCache } from './short-cache.js';

export interface CatalogueModel extends ProviderModel {
  provider: string;
}

export interface Catalogue {
  /** In the providers' order. */
  models: CatalogueModel[];
  /** Names of the providers that could not be asked. */
  unavailable: string[];
  /** The model of requests that name none. */
  default: string | null;
}

export interface ProviderStatus {
  status: 'up' | 'down';
  latency_ms: number;
}

const MODELS_MS = 2000;
const MODELS_FRESH_MS = 10_000;
const HEALTH_MS = 1000;
const HEALTH_FRESH_MS = 5000;

/** What can be asked for, and who is up: of all providers, asked side by side. */
@Injectable()
export class CatalogueService {
  private readonly catalogue = new ShortCache(MODELS_FRESH_MS, () => this.readModels());
  private readonly healths = new ShortCache(HEALTH_FRESH_MS, () => this.readHealth());
  /** The models that a provider listed last. */
  private readonly seen = new WeakMap<RegisteredProvider, Set<string>>();

  constructor(private readonly registry: ProviderRegistry) {}

  list(): Promise<Catalogue> {
    return this.catalogue.get();
  }

  health(): Promise<Record<string, ProviderStatus>> {
    return this.healths.get();
  }

  /** As far as is known without asking. */
  readonly offers = (registered: RegisteredProvider, model: string): boolean =>
    registered.models?.includes(model) ?? this.seen.get(registered)?.has(model) ?? false;

  private async readModels(): Promise<Catalogue> {
    const lists = await Promise.all(this.registry.all.map((registered) => this.modelsOf(registered)));
    const models = lists.flatMap((list) => list ?? []);
    const unavailable = this.registry.names.filter((_, index) => lists[index] === null);
    return { models, unavailable, default: this.defaultModel(models) };
  }

  /** Null where the provider does not say in time. */
  private async modelsOf(registered: RegisteredProvider): Promise<CatalogueModel[] | null> {
    const { provider } = registered;
    if (registered.models)
      return registered.models.map((id) => ({ id, provider: provider.name, created: 0, ownedBy: provider.name }));
    const models = await within(MODELS_MS, (signal) => provider.models(signal));
    if (!models) return null;
    this.seen.set(registered, new Set(models.map(({ id }) => id)));
    return models.map((model) => ({ ...model, provider: provider.name }));
  }

  private defaultModel(models: CatalogueModel[]): string | null {
    const provider = this.registry.default?.provider;
    if (!provider) return null;
    return provider.defaultModel ?? models.find((model) => model.provider === provider.name)?.id ?? null;
  }

  private async readHealth(): Promise<Record<string, ProviderStatus>> {
    const entries = this.registry.all.map(async ({ provider }): Promise<[string, ProviderStatus]> => {
      const health = await within(HEALTH_MS, (signal) => provider.check(signal));
      const { ok, latencyMs } = health ?? { ok: false, latencyMs: HEALTH_MS };
      return [provider.name, { status: ok ? 'up' : 'down', latency_ms: latencyMs }];
    });
    return Object.fromEntries(await Promise.all(entries));
  }
}

/** Null for whatever fails or takes longer, also for a provider that does not heed its signal. */
async function within<T>(milliseconds: number, ask: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
  const signal = AbortSignal.timeout(milliseconds);
  const tooLate = new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null), { once: true }));
  return Promise.race([ask(signal).catch(() => null), tooLate]);
}
