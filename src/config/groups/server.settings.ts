import { IsInt, Matches, Max, Min } from 'class-validator';
import { byteSize } from '../kinds/byte-size.js';
import { type TrustedProxies, trustedProxies } from '../kinds/trusted-proxies.js';
import { pathPrefix } from '../kinds/web-address.js';
import { Setting } from '../setting.decorator.js';

const ORIGIN = /^(\*|null|[a-z][a-z0-9+.-]*:\/\/[^/\s*]+)$/i;

export class ServerSettings {
  @Setting({ names: ['HOST'], deprecated: ['API_HOST'], meaning: 'Address to listen on.' })
  readonly host: string = '0.0.0.0';

  @Setting({ names: ['PORT'], deprecated: ['API_PORT'], meaning: 'Port to listen on; 0 takes any that is free.' })
  @IsInt()
  @Min(0)
  @Max(65535)
  readonly port: number = 8000;

  @Setting({
    deprecated: ['CHAT_API_PREFIX'],
    as: pathPrefix,
    meaning: 'Path before the routes of the core and history surfaces; / for none.',
  })
  readonly apiPrefix: string = '/api';

  @Setting({ names: ['CORS_ORIGINS'], meaning: 'Origins whose pages may call this server; * for any, [] for none.' })
  @Matches(ORIGIN, { each: true, message: 'must be origins such as http://localhost:5173, without a path, or *' })
  readonly corsOrigins: string[] = ['http://localhost:5173', 'http://localhost:3000'];

  @Setting({
    as: trustedProxies,
    meaning: 'Whose X-Forwarded-For is believed: false, a number of hops, or addresses and ranges.',
  })
  readonly trustProxy: TrustedProxies = false;

  @Setting({ as: byteSize, meaning: 'Largest body of a request.' })
  @Min(1)
  readonly bodyLimit: number = 1024 * 1024;

  @Setting({ meaning: 'Seconds that answers under way are given to finish when the server stops.' })
  @Min(0)
  readonly shutdownGraceSeconds: number = 30;
}
