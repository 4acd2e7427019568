import { word } from '../kinds/scalars.js';
import { Setting } from '../setting.decorator.js';

export class AppSettings {
  @Setting({
    names: ['APP_ENV'],
    as: word,
    meaning:
      'Where this runs. Outside local, weak secrets are refused; production also refuses demo providers and * as CORS origin.',
  })
  readonly env: string = 'local';

  /** Not a setting: what package.json says. */
  readonly version: string = '0.0.0';

  get isLocal(): boolean {
    return this.env === 'local';
  }

  get isProduction(): boolean {
    return this.env === 'production';
  }
}
