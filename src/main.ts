import { Logger } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createApp } from './app.js';
import { InvalidSettings } from './config/faults.js';
import { loadSettings } from './config/load-settings.js';
import type { Settings } from './config/settings.js';
import { PinoLogger } from './observability/logger.js';
import { ProviderRegistry } from './providers/provider-registry.js';
import { drainOnSignal } from './shutdown.js';
import { welcome } from './welcome.js';

async function main(): Promise<void> {
  const { settings, notices } = loadSettings();
  const logger = new PinoLogger(settings.log);
  Logger.overrideLogger(logger);
  for (const notice of notices) logger.warn(notice, 'Settings');

  const app = await createApp(settings, logger);
  drainOnSignal(app, settings.server.shutdownGraceSeconds * 1000);
  await app.listen(settings.server.port, settings.server.host);
  announce(app, settings, logger);
}

function announce(app: NestExpressApplication, settings: Settings, logger: PinoLogger): void {
  const { port } = app.getHttpServer().address() as { port: number };
  const providers = app.get(ProviderRegistry).names;
  logger.log({ msg: 'Ready', port, providers }, 'Main');
  process.stdout.write(welcome(settings, port, providers));
}

main().catch((error: unknown) => {
  const message =
    error instanceof InvalidSettings ? error.message : `Parley cannot start: ${String((error as Error).stack)}`;
  process.stderr.write(`${message}\n`);
  process.exit(1);
});
