import { findBrokerBinaries } from './broker/broker-binaries.ts';
import { findDatabaseBinaries } from './database/database-binaries.ts';
import { canInstallPackages, installPackages } from './debian-packages.ts';
import type { ComposeService } from './docker-engine.ts';
import type { Log } from './log.ts';
import { SetupError } from './setup-error.ts';

/**
 * Sees to it that the programs of these services are on this machine, from Debian's packages if we may.
 * @throws SetupError saying how else to get them
 */
export async function ensureInstalled(
  missing: readonly ComposeService[],
  log: Log,
  signal?: AbortSignal,
): Promise<void> {
  const packages: string[] = [];
  if (missing.includes('rabbitmq') && !findBrokerBinaries()) packages.push('rabbitmq-server');
  if (missing.includes('postgres') && !findDatabaseBinaries()) packages.push('postgresql');
  if (packages.length === 0) return;
  if (!canInstallPackages()) {
    const names = packages.map((name) => (name === 'postgresql' ? 'PostgreSQL' : 'RabbitMQ')).join(' and ');
    throw new SetupError(
      `${names} found neither on localhost, nor in a Docker engine, nor installed on this machine`,
      'Do one of these: start Docker; install the programs ' +
        '(Debian, Ubuntu: sudo apt-get install rabbitmq-server postgresql; macOS: brew install rabbitmq postgresql@17); ' +
        'or set AMQP_URL=amqp://user:password@host:5672 and DATABASE_URL=postgres://user:password@host:5432/celerity.',
    );
  }
  await installPackages(packages, log, signal);
  signal?.throwIfAborted();
}
