import { webAddress } from '../kinds/web-address.js';
import { Setting } from '../setting.decorator.js';

export class OllamaSettings {
  @Setting({
    names: ['OLLAMA_URL'],
    deprecated: ['OLLAMA_BASE_URL'],
    secret: 'url',
    as: webAddress,
    meaning: 'Address of the provider ollama; unset, there is none.',
  })
  readonly url?: string;

  @Setting({
    names: ['OLLAMA_MODEL'],
    deprecated: ['OLLAMA_DEFAULT_MODEL'],
    meaning: 'Its model for requests that name none.',
  })
  readonly model: string = 'llama2';
}
