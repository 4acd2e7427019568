import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import { AppModule } from './app.module.js';
import type { Settings } from './config/settings.js';
import { serveDocs } from './surfaces/shared/http/docs.js';
import { acceptJson } from './surfaces/shared/http/json-body.js';
import { identifyRequest } from './surfaces/shared/http/request-id.js';
import { answerUnreadable } from './surfaces/shared/http/unreadable-request.js';
import { logRequest } from './surfaces/shared/http/request-log.js';

/** What a page of another origin may read of an answer. */
const EXPOSED_HEADERS = [
  'ETag',
  'Idempotency-Replayed',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'X-Message-ID',
  'X-Request-ID',
  'X-Run-ID',
];

/** The whole server, not yet listening: `main.ts` starts it, and tests use it as it is. */
export async function createApp(settings: Settings, logger: LoggerService | false): Promise<NestExpressApplication> {
  const { server } = settings;
  const app = await NestFactory.create<NestExpressApplication>(AppModule.of(settings), {
    logger,
    bodyParser: false,
    // Errors at start are told by whoever starts us.
    abortOnError: false,
  });
  app.set('trust proxy', server.trustProxy);
  app.set('etag', false);
  app.disable('x-powered-by');
  app.use(identifyRequest);
  app.use(logRequest);
  app.use(helmet({ contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } } }));
  app.enableCors({
    origin: server.corsOrigins.includes('*') ? '*' : server.corsOrigins,
    credentials: !server.corsOrigins.includes('*'),
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: 600,
  });
  app.use((_request: unknown, response: { setHeader(name: string, value: string): void }, next: () => void) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  acceptJson(app, server.bodyLimit);
  answerUnreadable(app.getHttpServer());
  serveDocs(app, settings.app.version);
  return app;
}
