import { types } from 'node:util';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { HealthRegistry } from '../health/health-registry.js';
import { describeError } from '../errors/describe-error.js';
import { StartupError } from './startup-error.js';

/** The part of Node's `process` that a service's life depends on. */
export interface ProcessHost {
  readonly env: NodeJS.ProcessEnv;
  readonly argv: readonly string[];
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  on(event: string, listener: (value: unknown) => void): unknown;
  exit(code: number): void;
}

/** How one service process ends: by a signal, by a failure, or not at all. */
export class ServiceProcess {
  private app: NestFastifyApplication | null = null;
  private stopping = false;

  constructor(
    private readonly logger: Logger,
    private readonly host: ProcessHost,
  ) {}

  /** From here on signals and stray errors end the process in good order. */
  watch(): void {
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      this.host.on(signal, () => void this.onSignal(signal));
    this.host.on('uncaughtException', (error: unknown) => this.die('uncaught exception', error));
    this.host.on('unhandledRejection', (reason: unknown) => this.die('unhandled rejection', reason));
  }

  /** The application is initialised: a signal now shuts it down rather than just ending the process. */
  initialised(app: NestFastifyApplication): void {
    this.app = app;
  }

  /** A start that failed: one line with the reason, the stack only for whoever debugs. */
  startFailed(error: unknown): void {
    if (this.stopping) return;
    this.logger.debug({ err: error }, 'start failed');
    this.logger.fatal(`start failed: ${describeError(error)}`);
    this.host.exit(1);
  }

  private async onSignal(signal: string): Promise<void> {
    if (this.stopping) {
      this.logger.warn(`${signal} again: exiting at once`);
      return this.host.exit(1);
    }
    this.stopping = true;
    if (!this.app) {
      this.logger.info(`${signal} while starting: stopped`);
      return this.host.exit(0);
    }
    this.logger.info(`${signal}: shutting down`);
    try {
      this.app.get(HealthRegistry).drain();
      await this.app.close();
    } catch (error) {
      return this.die('shutdown failed', error);
    }
    this.logger.info('stopped');
    this.host.exit(0);
  }

  /** The process's state is unknown: it must not limp along. */
  private die(what: string, error: unknown): void {
    // A part that goes on starting in the background, such as a broker connection, was refused.
    if (error instanceof StartupError) return this.startFailed(error);
    this.logger.fatal({ err: types.isNativeError(error) ? error : new Error(describeError(error)) }, what);
    this.host.exit(1);
  }
}
