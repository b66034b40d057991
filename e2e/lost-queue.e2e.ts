import { until } from '@celerity/messaging/testing';
import { System } from './support/system.ts';

const TASKS = 20;

let system: System;

beforeAll(async () => {
  system = await System.start({ env: { SWEEP_AFTER_MS: '4000', WORKER_QUEUES: 'default' } });
});

afterAll(() => system?.stop());

it('brings back every task of a deleted queue, and runs each once', async () => {
  const { api, broker, services } = system;
  const queue = broker.names.queue('default');
  await services.worker.stop();
  const ids: string[] = [];
  for (let n = 0; n < TASKS; n += 1)
    ids.push(await api.send('test_task', {}, n % 2 ? {} : { time_limit: 60 }));
  await until('they are all in the queue', async () => (await broker.ready(queue)) === TASKS);
  await broker.deleteQueue(queue);
  // Its start declares the queue again.
  await services.worker.start();
  for (const id of ids) {
    const task = await api.ended(id);
    expect([task.status, task.attempt]).toEqual(['SUCCESS', 1]);
  }
  expect(await broker.ready(queue)).toBe(0);
  const swept = await system.database.rows<{ times: number }>('select times from monitor.swept_tasks');
  expect(swept.map(({ times }) => times)).toEqual(Array.from({ length: TASKS }, () => 1));
});
