import { webAddress } from '../kinds/web-address.js';
import { Setting } from '../setting.decorator.js';

export class OpenaiSettings {
  @Setting({ names: ['OPENAI_API_KEY'], secret: true, meaning: 'Key of the provider openai; unset, there is none.' })
  readonly apiKey?: string;

  @Setting({ names: ['OPENAI_BASE_URL'], secret: 'url', as: webAddress, meaning: 'Its address, with the /v1.' })
  readonly baseUrl: string = 'https://api.openai.com/v1';
}
