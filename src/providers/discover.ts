import type { ChatProvider } from './chat-provider.js';
import { createProvider } from './create-provider.js';
import type { ProviderOptions } from './provider-options.js';

/** Where local model servers listen unless told otherwise: Ollama, LM Studio, llama.cpp. */
export const USUAL_PLACES: readonly Omit<ProviderOptions, 'limits'>[] = [
  { name: 'ollama', type: 'ollama', baseUrl: 'http://localhost:11434' },
  { name: 'local-1234', type: 'openai', baseUrl: 'http://localhost:1234/v1' },
  { name: 'local-8080', type: 'openai', baseUrl: 'http://localhost:8080/v1' },
];

const LOOK_MS = 1000;

/** Looks once, everywhere at the same time. Only what lists at least one model that can chat counts: any other server may listen there. */
export async function discoverProviders(
  places: readonly Omit<ProviderOptions, 'limits'>[],
  limits: ProviderOptions['limits'],
  preferredModel?: string,
): Promise<ProviderOptions[]> {
  const looks = places.map(async (place): Promise<ProviderOptions[]> => {
    const options = { ...place, limits };
    const model = await modelAt(createProvider(options), preferredModel);
    return model === undefined ? [] : [{ ...options, model }];
  });
  return (await Promise.all(looks)).flat();
}

async function modelAt(provider: ChatProvider, preferred: string | undefined): Promise<string | undefined> {
  try {
    const models = await provider.models(AbortSignal.timeout(LOOK_MS));
    const names = models.map(({ id }) => id).filter((id) => !/embed/i.test(id));
    return names.find((name) => name === preferred || name === `${preferred}:latest`) ?? names[0];
  } catch {
    // Nobody there, or somebody else.
    return undefined;
  } finally {
    await provider.close();
  }
}
