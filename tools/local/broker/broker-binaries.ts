import { findExecutable, pathDirs } from '../executables.ts';

/** Where this machine keeps what a RabbitMQ node needs to run. */
export interface BrokerBinaries {
  server: string;
  epmd: string;
}

// Debian's /usr/sbin/rabbitmq-server insists on the rabbitmq OS user; the real script behind it does not.
const SERVER_DIRS = ['/usr/lib/rabbitmq/bin', '/opt/homebrew/sbin', '/usr/local/sbin'];

/** RabbitMQ on this machine, undefined when it (or Erlang) is not installed. */
export function findBrokerBinaries(): BrokerBinaries | undefined {
  const server = findExecutable('rabbitmq-server', [...SERVER_DIRS, ...pathDirs()]);
  const erl = findExecutable('erl', pathDirs());
  const epmd = findExecutable('epmd', pathDirs());
  return server && erl && epmd ? { server, epmd } : undefined;
}
