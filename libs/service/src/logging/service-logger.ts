import { types } from 'node:util';
import type { LoggerService } from '@nestjs/common';
import type { Logger as PinoLogger } from 'pino';

/** Nest's own voices: what they say is for whoever debugs the start, not for whoever runs the service. */
const CHATTER = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
  'NestMicroservice',
  // runService reports a failed start itself, in one line.
  'ExceptionHandler',
]);

type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/**
 * Nest's logger over pino. Of the optional parameters the last string is the context, an Error or a stack
 * becomes `err`, and an object is spread into the event: `logger.log('reminded', { bills: 3 })`.
 */
export class ServiceLogger implements LoggerService {
  /** `pino` is for code that wants child loggers with bound fields. */
  constructor(readonly pino: PinoLogger) {}

  verbose(message: unknown, ...params: unknown[]): void {
    this.write('trace', message, params);
  }

  debug(message: unknown, ...params: unknown[]): void {
    this.write('debug', message, params);
  }

  log(message: unknown, ...params: unknown[]): void {
    this.write('info', message, params);
  }

  warn(message: unknown, ...params: unknown[]): void {
    this.write('warn', message, params);
  }

  error(message: unknown, ...params: unknown[]): void {
    this.write('error', message, params);
  }

  fatal(message: unknown, ...params: unknown[]): void {
    this.write('fatal', message, params);
  }

  private write(level: Level, message: unknown, params: unknown[]): void {
    const last = params.at(-1);
    const context = typeof last === 'string' && !isStack(last) ? last : undefined;
    const fields: Record<string, unknown> = context === undefined ? {} : { context };
    const texts: string[] = [];
    for (const part of [message, ...(context === undefined ? params : params.slice(0, -1))]) {
      if (types.isNativeError(part)) fields['err'] = part;
      else if (typeof part === 'string' && isStack(part)) fields['stack'] = part;
      else if (typeof part === 'object' && part !== null) Object.assign(fields, part);
      else if (part !== undefined) texts.push(String(part));
    }
    const text = texts.join(' ') || (types.isNativeError(fields['err']) ? fields['err'].message : '');
    const quiet = context !== undefined && CHATTER.has(context) && level !== 'warn' && level !== 'fatal';
    this.pino[quiet && level !== 'trace' ? 'debug' : level](fields, text);
  }
}

function isStack(text: string): boolean {
  return /\n\s*at /.test(text);
}
