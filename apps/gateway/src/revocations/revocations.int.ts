import { newTaskId, type JournalEvent, type TaskEvent, type TaskRevoked } from '@celerity/contracts';
import { JournalWriter, Publisher } from '@celerity/messaging';
import { until } from '@celerity/messaging/testing';
import { FakeWorker } from '../testing/fake-worker.js';
import type { Request } from '../testing/test-gateway.js';
import { TestSystem } from '../testing/test-system.js';

let system: TestSystem;
let publisher: Publisher;
let journal: JournalWriter;
let worker: FakeWorker | null;
/** What the journal says, as a monitor reads it. */
let events: JournalEvent[];

beforeEach(async () => {
  system = await TestSystem.start();
  publisher = new Publisher(system.connection);
  journal = new JournalWriter(publisher, system.broker.names.journal);
  worker = null;
  events = [];
  const { projection } = system.monitor;
  const apply = projection.apply.bind(projection);
  projection.apply = (event) => {
    events.push(event);
    apply(event);
  };
});

afterEach(async () => {
  await worker?.stop();
  publisher?.stop();
  await system?.stop();
});

async function startWorker(...[answer]: [ConstructorParameters<typeof FakeWorker>[3]]): Promise<void> {
  const started = new FakeWorker(system.connection, system.broker.names, journal, answer);
  worker = started;
  await started.start();
  await until('it consumes', () => started.consuming);
}

async function send(): Promise<string> {
  const reply = await system.gateway.ask('/api/core/tasks', {
    as: 'operator',
    body: { task_name: 'test_task' },
  });
  return reply.json<{ task_id: string }>().task_id;
}

const revoke = (id: string, body?: object, request: Request = {}) =>
  system.gateway.ask(`/api/core/tasks/${id}/revoke`, {
    as: 'admin',
    method: 'POST',
    ...(body ? { body } : {}),
    ...request,
  });
const show = async (id: string) =>
  (await system.gateway.ask(`/api/core/tasks/${id}`, { as: 'viewer' })).json();
const said = (type: JournalEvent['type']) => events.filter((event) => event.type === type);
const at = new Date().toISOString();
const ended = (task_id: string): TaskEvent => ({ type: 'revoked', task_id, at, attempt: 1 });

it('ends a task at once when there is no worker that could begin it', async () => {
  const id = await send();
  const began = performance.now();
  const reply = await revoke(id);
  expect(performance.now() - began).toBeLessThan(1_500);
  expect([reply.status, reply.json<TaskRevoked>()]).toEqual([
    200,
    { task_id: id, status: 'REVOKED', revoke_requested_at: expect.any(String) },
  ]);
  await until('it is shown', async () => (await show(id))['status'] === 'REVOKED');
  expect(await show(id)).toMatchObject({ revoke_requested_at: reply.json()['revoke_requested_at'] });
  expect(said('revoke_requested')).toMatchObject([{ task_id: id, by: 'the-admin', terminate: false }]);
});

it('ends a task when every worker has said that it will not begin it', async () => {
  await startWorker(() => ({ running: false }));
  const id = await send();
  expect((await revoke(id, { terminate: true })).json()).toMatchObject({ status: 'REVOKED' });
  expect(said('revoke_requested')).toMatchObject([{ task_id: id, terminate: true }]);
});

it('leaves open what becomes of a task when a worker says nothing', async () => {
  await startWorker(() => null);
  const id = await send();
  expect((await revoke(id, {})).json()).toMatchObject({ status: 'PENDING' });
  expect(await show(id)).toMatchObject({ status: 'PENDING', revoke_requested_at: expect.any(String) });
  expect(said('revoked')).toEqual([]);
});

it('says that a running task runs, and waits a moment for one that is told to stop', async () => {
  await startWorker((id) => ({ running: true, then: ended(id) }));
  const id = await send();
  expect((await revoke(id, { terminate: true })).json()).toMatchObject({ status: 'REVOKED' });
  await worker?.stop();
  await startWorker(() => ({ running: true }));
  const other = await send();
  expect((await revoke(other)).json()).toMatchObject({ status: 'STARTED' });
  expect(said('revoked')).toHaveLength(1);
});

it('ends a task that waits for its next attempt', async () => {
  const id = await send();
  const error = { type: 'SmtpDown', message: 'no' };
  const attempt = { task_id: id, at, attempt: 1, worker: 'w', started_at: at, duration_ms: 1 };
  await journal.append({ type: 'retry_scheduled', ...attempt, error, next_at: at }).confirmed;
  expect((await revoke(id)).json()).toMatchObject({ status: 'REVOKED' });
  await until('it is written', () => said('revoked').length === 1);
  expect(said('revoked')).toMatchObject([{ task_id: id, attempt: 2 }]);
});

it('does not call a task revoked that has begun, though nobody runs it now', async () => {
  const id = await send();
  await journal.append({ type: 'started', task_id: id, at, attempt: 1, worker: 'gone' }).confirmed;
  expect((await revoke(id)).json()).toMatchObject({ status: 'STARTED' });
  expect(said('revoked')).toEqual([]);
});

it('refuses what has ended, what does not exist, and who may not', async () => {
  const id = await send();
  await journal.append({ type: 'expired', task_id: id, at, attempt: 1 }).confirmed;
  const late = await revoke(id);
  expect([late.status, late.json()]).toEqual([
    409,
    expect.objectContaining({ type: 'urn:celerity:problem:already-final', task_state: 'EXPIRED' }),
  ]);
  expect(said('revoke_requested')).toEqual([]);
  expect((await revoke(newTaskId())).status).toBe(404);
  expect((await revoke('nonsense')).status).toBe(400);
  expect((await revoke(id, { terminat: true })).json()).toMatchObject({ errors: [{ field: 'terminat' }] });
  expect((await revoke(id, { terminate: 'yes' })).status).toBe(400);
  expect((await revoke(id, undefined, { as: 'operator' })).status).toBe(403);
});

it('says 409 when the task finishes before the workers have answered', async () => {
  await startWorker((id) => ({ running: true, then: { type: 'expired', task_id: id, at, attempt: 1 } }));
  const reply = await revoke(await send(), { terminate: true });
  expect([reply.status, reply.json()['task_state']]).toEqual([409, 'EXPIRED']);
});

it('revokes without the history', async () => {
  const id = await send();
  await system.monitor.stop();
  const reply = await revoke(id);
  expect([reply.status, reply.json()]).toEqual([
    200,
    { task_id: id, status: 'PENDING', stale: true, revoke_requested_at: expect.any(String) },
  ]);
  await until('it is written', () => said('revoke_requested').length === 1);
});

it('says 503 when the broker is away', async () => {
  const id = await send();
  await system.broker.proxy.close();
  await until('it is noticed', async () => (await system.gateway.ask('/health/ready')).status === 503);
  const reply = await revoke(id);
  expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '2']);
});
