import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ConfigError, describeProblem } from '../config/config-error.js';
import { describeSettings } from '../config/describe-settings.js';
import { loadConfig, type ConfigClass } from '../config/load-config.js';
import type { ServiceConfig } from '../config/service-config.js';
import { errorCode } from '../errors/describe-error.js';
import { armFaultPoint } from '../faults/fault-point.js';
import { createLogger } from '../logging/create-logger.js';
import { MigrationRunner } from '../postgres/migration-runner.js';
import { createServiceApplication, type ServiceDefinition } from './service-application.js';
import { ServiceProcess, type ProcessHost } from './service-process.js';
import { StartupError } from './startup-error.js';

/** A service as a process. */
export interface RunServiceOptions<C extends ServiceConfig> extends ServiceDefinition<C> {
  readonly Config: ConfigClass<C>;
}

/** EX_CONFIG of sysexits.h: starting again will not help. */
export const EXIT_CONFIG = 78;

/**
 * A service's whole `main.ts`. `--settings` prints its settings as JSON and `--migrate` only brings its schema up
 * to date. Exit codes: 0 after SIGTERM or SIGINT, 78 for bad settings, 1 for everything else. Shutdown order: not ready → `onModuleDestroy` → `beforeApplicationShutdown` (stop consuming, drain,
 * end SSE) → HTTP and microservices close → `onApplicationShutdown` (close AMQP and PostgreSQL) → exit.
 */
export async function runService<C extends ServiceConfig>(
  options: RunServiceOptions<C>,
  host: ProcessHost = process,
): Promise<void> {
  if (host.argv.includes('--settings')) return printSettings(options, host);
  const config = readConfig(options, host);
  if (!config) return;
  armFaultPoint(config.FAULT_POINT);
  const logger = createLogger(options.name, config);
  const service = new ServiceProcess(logger, host);
  service.watch();
  try {
    const app = await createServiceApplication(options, config, logger);
    if (host.argv.includes('--migrate')) return await migrateOnly(app, host);
    await app.init();
    service.initialised(app);
    const url = await listen(app, config);
    logger.info(`listening on ${url}`);
    // Last, because an attached RMQ server waits for its broker: health must be visible meanwhile.
    await app.startAllMicroservices();
  } catch (error) {
    service.startFailed(error);
  }
}

function printSettings<C extends ServiceConfig>({ Config }: RunServiceOptions<C>, host: ProcessHost): void {
  host.stdout.write(`${JSON.stringify(describeSettings(Config), null, 2)}\n`);
}

/** For a deployment's own migration step: nothing is consumed, nothing listens. */
async function migrateOnly(app: NestFastifyApplication, host: ProcessHost): Promise<void> {
  await app.get(MigrationRunner, { strict: false }).run();
  host.exit(0);
}

/** Reports a bad configuration as plain lines, since how to log is itself configuration. */
function readConfig<C extends ServiceConfig>(
  { name, Config }: RunServiceOptions<C>,
  host: ProcessHost,
): C | null {
  try {
    return loadConfig(Config, host.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const problem of error.problems) host.stderr.write(`${name}: ${describeProblem(problem)}\n`);
    host.exit(EXIT_CONFIG);
    return null;
  }
}

async function listen(app: NestFastifyApplication, { PORT, HOST }: ServiceConfig): Promise<string> {
  try {
    await app.listen(PORT, HOST);
    return await app.getUrl();
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EADDRINUSE')
      throw new StartupError(
        `port ${PORT} on ${HOST} is taken`,
        'stop what listens there, or set PORT to another',
      );
    if (code === 'EACCES')
      throw new StartupError(`port ${PORT} needs more rights`, 'set PORT to one above 1023');
    if (code === 'EADDRNOTAVAIL')
      throw new StartupError(`${HOST} is no address of this machine`, 'correct HOST, or unset it');
    throw error;
  }
}
