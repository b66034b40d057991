import type { TaskRevoked } from '@celerity/contracts';
import { until } from '@celerity/messaging/testing';
import { System } from './support/system.ts';

let system: System;

beforeAll(async () => {
  // One slot, so that a second task waits behind a long one.
  system = await System.start({
    later: ['worker'],
    databaseHop: true,
    env: { WORKER_QUEUES: 'default', WORKER_CONCURRENCY: '1' },
  });
});

afterAll(async () => {
  await system?.stop();
});

const revoke = (id: string, body: object = {}) =>
  system.api.post<TaskRevoked & { task_state?: string }>(`/api/core/tasks/${id}/revoke`, body);
const sendLong = (more: object = {}) => system.api.send('long_running_task', { seconds: 60 }, more);
const runs = (id: string) =>
  until(`${id} runs`, async () => ['STARTED', 'PROGRESS'].includes((await system.api.task(id)).status));

it('never runs what was revoked with no worker online, when workers start later, and start again', async () => {
  const { api, services } = system;
  const revoked = await Promise.all(Array.from({ length: 5 }, () => sendLong()));
  const delayed = await sendLong({ countdown: 1 });
  for (const id of [...revoked, delayed]) {
    const answer = await revoke(id);
    expect([answer.status, answer.body.status]).toEqual([200, 'REVOKED']);
    await until('it is shown', async () => (await api.task(id)).status === 'REVOKED');
    expect(await api.task(id)).toMatchObject({ revoke_requested_at: expect.any(String) });
  }
  const last = await api.send('test_task');
  await services.worker.start();
  expect((await api.result(last)).status).toBe('SUCCESS');
  await services.worker.kill();
  await services.worker.start();
  expect((await api.result(await api.send('test_task'))).status).toBe('SUCCESS');
  for (const id of [...revoked, delayed])
    expect(await api.task(id)).toMatchObject({ status: 'REVOKED', started_at: null, worker: null });
  expect(await system.broker.ready(system.broker.names.queue('default'))).toBe(0);
});

it('takes a delayed task away from beat, and one that waits for its turn from the worker', async () => {
  const { api, database, broker } = system;
  const delayed = await sendLong({ countdown: 3_600 });
  const timers = () => database.rows('select from beat.timers where task_id = $1', [delayed]);
  await until('beat has it', async () => (await timers()).length === 1);
  expect((await revoke(delayed)).body.status).toBe('REVOKED');
  await until('beat has let it go', async () => (await timers()).length === 0);
  expect(await api.ended(delayed)).toMatchObject({ status: 'REVOKED', started_at: null });
  expect(await broker.ready(broker.names.timers)).toBe(0);
});

it('stops a running task with terminate, leaves it alone without, and says 409 when it has ended', async () => {
  const { api } = system;
  const id = await sendLong();
  await runs(id);
  const softly = await revoke(id);
  expect([softly.status, ['STARTED', 'PROGRESS']]).toEqual([
    200,
    expect.arrayContaining([softly.body.status]),
  ]);
  expect((await api.task(id)).finished_at).toBeNull();
  const hard = await revoke(id, { terminate: true });
  expect([hard.status, hard.body.status]).toEqual([200, 'REVOKED']);
  expect(await api.ended(id)).toMatchObject({ status: 'REVOKED', worker: expect.any(String), error: null });
  const late = await revoke(id);
  expect([late.status, late.body.task_state]).toEqual([409, 'REVOKED']);
  const done = await api.send('test_task');
  await api.ended(done);
  const finished = await revoke(done, { terminate: true });
  expect([finished.status, finished.body.task_state]).toEqual([409, 'SUCCESS']);
});

it('never starts a queued task that was revoked while PostgreSQL was away', async () => {
  const { api } = system;
  const first = await sendLong();
  await runs(first);
  const second = await sendLong();
  await api.task(second);
  system.databaseHop?.stall();
  const answer = await revoke(second);
  expect([answer.status, answer.body.stale]).toEqual([200, true]);
  expect((await revoke(first, { terminate: true })).status).toBe(200);
  // The one slot is free: whatever may begin has begun when this has ended.
  const third = await api.send('test_task');
  system.databaseHop?.resume();
  expect((await api.result(third)).status).toBe('SUCCESS');
  expect(await api.ended(first)).toMatchObject({ status: 'REVOKED' });
  expect(await api.ended(second)).toMatchObject({ status: 'REVOKED', started_at: null, worker: null });
}, 90_000);
