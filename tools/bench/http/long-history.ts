import { Client } from 'pg';
import { ownPrefix, type OwnPrefix } from '../ground/own-prefix.ts';
import type { Bench } from '../workloads/workload.ts';
import { startBenchProcess } from './bench-process.ts';
import { fillHistory } from './filled-history.ts';
import { startGateway } from './gateway-process.ts';
import type { Target } from './http-load.ts';

export interface LongHistory {
  readonly ground: OwnPrefix;
  readonly gateway: Target;
}

/** Monitor and gateway before a history of so many tasks. */
export async function startLongHistory(
  bench: Bench,
  rows: number,
  started: AsyncDisposableStack,
): Promise<LongHistory> {
  const ground = await ownPrefix(bench.ground, 'bench_history', started);
  await startBenchProcess(
    {
      name: 'monitor',
      script: 'apps/monitor/dist/main.js',
      env: { AMQP_URL: ground.amqpUrl, DATABASE_URL: ground.databaseUrl, CELERITY_PREFIX: ground.prefix },
      dir: ground.home,
      readyPath: '/health/ready',
    },
    started,
  );
  const gateway = await startGateway(ground, started);
  const database = new Client({ connectionString: ground.databaseUrl });
  await database.connect();
  started.defer(() => database.end());
  bench.log(`writing a history of ${rows.toLocaleString('en')} tasks …`);
  await fillHistory(database, rows);
  return { ground, gateway };
}
