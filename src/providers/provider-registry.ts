import type { OnApplicationShutdown } from '@nestjs/common';
import type { ChatProvider } from './chat-provider.js';
import { createProvider } from './create-provider.js';
import type { RegistryOptions } from './provider-options.js';

export interface RegisteredProvider {
  provider: ChatProvider;
  /** What it offers, where configuration says; nobody is asked then. */
  models?: string[];
}

/** A provider, and which of its models; undefined: its own default. */
export interface Candidate {
  registered: RegisteredProvider;
  model: string | undefined;
}

/** Who can answer, in order of preference. */
export class ProviderRegistry implements OnApplicationShutdown {
  private readonly providers = new Map<string, RegisteredProvider>();

  constructor(
    providers: RegisteredProvider[],
    private readonly preferences: Pick<RegistryOptions, 'default' | 'fallback'> = {},
  ) {
    for (const registered of providers) this.register(registered);
    const { default: first, fallback = [] } = preferences;
    if (first !== undefined && !this.providers.has(first)) throw this.unknown('providers.default', first);
    for (const entry of fallback) if (!this.parse(entry)) throw this.unknown('providers.fallback', entry);
  }

  static of(options: RegistryOptions): ProviderRegistry {
    if (!options.isEnabled) return new ProviderRegistry([]);
    const providers = options.providers.map((each) => ({ provider: createProvider(each), models: each.models }));
    return new ProviderRegistry(providers, options);
  }

  /** For those who embed Parley, and bring a provider of their own. */
  register(registered: RegisteredProvider): void {
    const { name } = registered.provider;
    if (this.providers.has(name)) throw new Error(`providers.list: there are two providers named ${name}`);
    this.providers.set(name, registered);
  }

  get all(): RegisteredProvider[] {
    return [...this.providers.values()];
  }

  get names(): string[] {
    return [...this.providers.keys()];
  }

  find(name: string): RegisteredProvider | undefined {
    return this.providers.get(name);
  }

  /** `name` or `name/model`; names hold no slash, models may. */
  parse(entry: string): Candidate | undefined {
    const slash = entry.indexOf('/');
    const registered = this.providers.get(slash === -1 ? entry : entry.slice(0, slash));
    return registered && { registered, model: slash === -1 ? undefined : entry.slice(slash + 1) };
  }

  /** Undefined where nobody can answer. */
  get default(): RegisteredProvider | undefined {
    const { default: name } = this.preferences;
    return name === undefined ? this.all[0] : this.providers.get(name);
  }

  /** Undefined: all others, in order. */
  get fallback(): string[] | undefined {
    return this.preferences.fallback;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.all.map(({ provider }) => provider.close()));
  }

  private unknown(setting: string, name: string): Error {
    return new Error(`${setting}: there is no provider named ${name}; there is ${this.names.join(', ') || 'none'}`);
  }
}
