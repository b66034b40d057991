import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPrivateBroker } from '@celerity/tools/local/broker/private-broker.ts';
import { startPrivateDatabase } from '@celerity/tools/local/database/private-database.ts';
import type { Log } from '@celerity/tools/local/log.ts';
import type { Interruption } from '@celerity/tools/run/interruption.ts';
import { startRedis } from './redis-server.ts';

export type ServiceName = 'rabbitmq' | 'postgres' | 'redis';

/** A broker or database that only the benchmark uses. */
export interface Service {
  readonly url: string;
  readonly pid: number;
}

/** What all systems stand on: services of our own, durable, with their defaults, and a folder for logs. */
export interface Ground {
  readonly dir: string;
  readonly services: Readonly<Record<ServiceName, Service>>;
}

/** Starts them, to be ended with `started`. */
export async function prepareGround(
  log: Log,
  interruption: Interruption,
  started: AsyncDisposableStack,
  withRedis: boolean,
): Promise<Ground> {
  const { signal } = interruption;
  const dir = await mkdtemp(join(tmpdir(), 'celerity-bench-'));
  started.defer(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));
  log('Starting RabbitMQ, PostgreSQL and Redis of our own …');
  const broker = await startPrivateBroker({ dir: join(dir, 'rabbitmq'), signal });
  started.defer(() => broker.discard());
  interruption.onSecond(() => broker.kill());
  const database = await startPrivateDatabase({ dir: join(dir, 'postgres'), signal });
  started.defer(() => database.discard());
  interruption.onSecond(() => database.kill());
  const redis = withRedis ? await startRedis(join(dir, 'redis'), started) : { url: '', pid: 0 };
  return { dir, services: { rabbitmq: broker, postgres: database, redis } };
}
