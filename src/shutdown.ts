import { Logger } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { RunEngine } from './runs/run.engine.js';

/** After this, whatever still hangs is left behind: everything said is stored. */
const CLOSE_LIMIT_MS = 10_000;
const SWEEP_MS = 50;
/** A terminal, npm and the start script may each hand on one and the same key press. */
const ECHO_MS = 300;

/**
 * SIGTERM and Ctrl-C: takes no new work, gives answers under way their time, interrupts the rest, lets every stream have its end, and
 * exits 0. A second signal hurries; nothing is lost by it.
 */
export function drainOnSignal(app: NestExpressApplication, graceMs: number): void {
  const logger = new Logger('Shutdown');
  let hurryUp: () => void = () => undefined;
  const hurry = new Promise<void>((resolve) => (hurryUp = resolve));
  let begunAt: number | null = null;

  const onSignal = (signal: string): void => {
    if (begunAt !== null) {
      if (Date.now() - begunAt > ECHO_MS) hurryUp();
      return;
    }
    begunAt = Date.now();
    logger.log(`${signal}: finishing what is under way`);
    drain(app, graceMs, hurry).then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ msg: 'Cannot shut down cleanly', err: error });
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

async function drain(app: NestExpressApplication, graceMs: number, hurry: Promise<void>): Promise<void> {
  await app.get(RunEngine).drain(graceMs, hurry);
  const server = app.getHttpServer();
  const limit = setTimeout(() => server.closeAllConnections(), CLOSE_LIMIT_MS);
  // Clients keep connections open for a next request, which will not come here.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  await app.close();
  clearInterval(sweep);
  clearTimeout(limit);
}
