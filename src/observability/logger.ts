import type { LoggerService } from '@nestjs/common';
import { destination, pino, stdTimeFunctions, type DestinationStream, type Logger as Pino } from 'pino';
import pretty from 'pino-pretty';
import type { LogSettings } from '../config/groups/log.settings.js';
import { requestContext } from '../kernel/request-context.js';
import { describeError } from './describe-error.js';

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** What Nest says of every module and route at start is for those who look for it. */
const FRAMEWORK = new Set<unknown>([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

/** Nest's logger over pino: one JSON object a line, with the id of the request in which it was said. */
export class PinoLogger implements LoggerService {
  private readonly pino: Pino;

  constructor(settings: LogSettings) {
    const options = {
      level: settings.level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label: string) => ({ level: label }) },
      serializers: { err: describeError },
    };
    this.pino = pino(options, output(settings));
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write(FRAMEWORK.has(rest.at(-1)) ? 'debug' : 'info', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  /** Nest gives the speaker's name last. */
  private write(level: Level, message: unknown, rest: unknown[]): void {
    const speaker = rest.at(-1);
    const requestId = requestContext.getStore()?.requestId;
    const fields = message instanceof Error ? { msg: message.message, err: message } : message;
    this.pino[level]({
      ...(requestId !== undefined && { request_id: requestId }),
      ...(typeof speaker === 'string' && { context: speaker }),
      ...(typeof fields === 'object' ? fields : { msg: fields }),
    });
  }
}

function output({ format, file }: LogSettings): DestinationStream {
  if (format === 'pretty') {
    return pretty({ destination: file ?? 1, mkdir: true, sync: true, ignore: 'context', messageFormat: '{msg}' });
  }
  return destination({ dest: file ?? 1, mkdir: true, sync: true });
}
