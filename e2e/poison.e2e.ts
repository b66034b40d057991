import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { newTaskId } from '@celerity/contracts';
import { Publisher } from '@celerity/messaging';
import { until } from '@celerity/messaging/testing';
import { System } from './support/system.ts';

const WORKER = join(__dirname, '../apps/worker');
const SOURCES = ['--import', '@swc-node/register/esm-register', '--conditions=@celerity/source'];
/** Two before quarantine and two in it; the very first may die before it could say that it had begun. */
const MOST_CRASHES = 5;

let system: System;
let publisher: Publisher;

beforeAll(async () => {
  system = await System.start({ later: ['worker'] });
  const connection = system.broker.connection('poison');
  publisher = new Publisher(connection);
  await connection.start();
});

afterAll(async () => {
  publisher.stop();
  await system.stop();
});

async function send(name: string, kwargs: object): Promise<string> {
  const messageId = newTaskId();
  await publisher.publish({
    exchange: system.broker.names.tasks,
    routingKey: `task.default.${name}`,
    content: Buffer.from(JSON.stringify([[], kwargs, {}])),
    properties: { messageId, type: `default.${name}`, contentType: 'application/json' },
  });
  return messageId;
}

function startWorker() {
  return spawn(process.execPath, [...SOURCES, 'src/testing/crashing-worker.ts'], {
    cwd: WORKER,
    stdio: 'ignore',
    env: {
      ...process.env,
      AMQP_URL: system.broker.url,
      DATABASE_URL: system.database.url,
      CELERITY_PREFIX: system.broker.names.prefix,
      WORKER_CONCURRENCY: '4',
      WORKER_HEARTBEAT_MS: '500',
      PORT: '0',
    },
  });
}

it('ends one task that kills every worker, and lets its neighbours finish', async () => {
  const slow = await Promise.all([1, 2, 3].map(() => send('neighbour', { ms: 2_000 })));
  const poison = await send('crash', {});
  const quick = await Promise.all(Array.from({ length: 30 }, () => send('neighbour', { ms: 1 })));

  let crashes = 0;
  let worker = startWorker();
  let over = false;
  const watching = (async () => {
    while (!over) {
      const [code] = (await once(worker, 'exit')) as [number | null];
      if (over) return;
      expect(code).toBe(3);
      crashes += 1;
      worker = startWorker();
    }
  })();
  const all = [poison, ...slow, ...quick];
  const states = async () => {
    const rows = await system.database.rows<{ task_id: string; state: string }>(
      'select task_id::text, state from monitor.tasks where task_id = any($1::uuid[])',
      [all],
    );
    return new Map(rows.map(({ task_id, state }) => [task_id, state]));
  };
  const FINAL = ['SUCCESS', 'FAILURE'];
  const allEnded = async () => {
    const known = await states();
    return all.every((id) => FINAL.includes(known.get(id) ?? ''));
  };
  await until('all have ended', allEnded, 240_000);
  over = true;
  worker.kill('SIGTERM');
  await watching;

  expect(await system.api.task(poison)).toMatchObject({
    status: 'FAILURE',
    error: { type: 'WorkerCrashed' },
  });
  const known = await states();
  expect([...slow, ...quick].filter((id) => known.get(id) !== 'SUCCESS')).toEqual([]);
  expect(crashes).toBeGreaterThanOrEqual(4);
  expect(crashes).toBeLessThanOrEqual(MOST_CRASHES);
}, 300_000);
