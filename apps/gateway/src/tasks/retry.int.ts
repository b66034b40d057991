import {
  newTaskId,
  type RetryAccepted,
  type TaskAccepted,
  type TaskEvent,
  type TaskView,
} from '@celerity/contracts';
import { JournalWriter, Publisher } from '@celerity/messaging';
import { until } from '@celerity/messaging/testing';
import { TestSystem } from '../testing/test-system.js';

let system: TestSystem;
let journal: JournalWriter;

beforeAll(async () => {
  system = await TestSystem.start();
  journal = new JournalWriter(new Publisher(system.connection), system.broker.names.journal);
});

afterAll(() => system?.stop());

const ask = (path: string, body?: object, as: 'operator' | 'viewer' = 'operator', headers = {}) =>
  system.gateway.ask(`/api/core/tasks${path}`, { as, headers, method: 'POST', ...(body ? { body } : {}) });
const show = async (id: string) =>
  (await system.gateway.ask(`/api/core/tasks/${id}`, { as: 'viewer' })).json<TaskView>();

async function sent(body: object): Promise<string> {
  return (await ask('', body)).json<TaskAccepted>().task_id;
}

async function ended(body: object): Promise<string> {
  const id = await sent(body);
  const event: TaskEvent = {
    type: 'failed',
    task_id: id,
    at: new Date().toISOString(),
    attempt: 1,
    worker: 'w',
    started_at: null,
    duration_ms: 1,
    error: { type: 'Error', message: 'broken' },
  };
  await journal.append(event).confirmed;
  return id;
}

it('sends an ended task again as a new, linked one, with no body at all', async () => {
  const id = await ended({ task_name: 'test_task', kwargs: { message: 'hi' }, priority: 8, max_retries: 7 });
  const reply = await ask(`/${id}/retry`);
  expect(reply.status).toBe(201);
  const { task_id, retried_from, status } = reply.json<RetryAccepted>();
  expect([retried_from, status]).toEqual([id, 'PENDING']);
  expect(task_id).not.toBe(id);
  expect(reply.headers.get('location')).toBe(`/api/core/tasks/${task_id}`);
  await until('it is shown', async () => (await show(task_id)).retried_from === id);
  expect(await show(task_id)).toMatchObject({
    kwargs: { message: 'hi' },
    priority: 8,
    max_retries: 7,
    root_id: task_id,
    submitted_by: 'the-operator',
  });
  expect((await show(id)).status).toBe('FAILURE');
});

it('takes other arguments in place of the old ones', async () => {
  const id = await ended({ task_name: 'long_running_task', kwargs: { seconds: 5 } });
  const edited = (await ask(`/${id}/retry`, { kwargs: { seconds: 1 } })).json<RetryAccepted>();
  expect((await show(edited.task_id)).kwargs).toEqual({ seconds: 1 });
  const positional = await ended({ task_name: 'long_running_task', args: [5] });
  const other = (await ask(`/${positional}/retry`, { args: [2] })).json<RetryAccepted>();
  expect((await show(other.task_id)).args).toEqual([2]);
});

it('refuses arguments that the task does not take, and unknown fields', async () => {
  const id = await ended({ task_name: 'long_running_task' });
  const wrong = await ask(`/${id}/retry`, { kwargs: { seconds: 'two' } });
  expect([wrong.status, wrong.json()]).toMatchObject([422, { errors: [{ field: 'kwargs.seconds' }] }]);
  const unknown = await ask(`/${id}/retry`, { arguments: {} });
  expect([unknown.status, unknown.json()]).toMatchObject([400, { errors: [{ field: 'arguments' }] }]);
});

it('says 409 of a task that has not ended, 404 of none, and 403 to a viewer', async () => {
  const id = await sent({ task_name: 'test_task' });
  const active = await ask(`/${id}/retry`);
  expect([active.status, active.json()]).toMatchObject([
    409,
    { type: 'urn:celerity:problem:not-ended', task_id: id },
  ]);
  expect((await ask(`/${newTaskId()}/retry`)).status).toBe(404);
  expect((await ask(`/${id}/retry`, {}, 'viewer')).status).toBe(403);
});

it('makes one task of two clicks with one key', async () => {
  const id = await ended({ task_name: 'test_task' });
  const headers = { 'idempotency-key': `retry-${id}` };
  const first = await ask(`/${id}/retry`, {}, 'operator', headers);
  const again = await ask(`/${id}/retry`, {}, 'operator', headers);
  expect([first.status, again.status]).toEqual([201, 200]);
  expect(again.json()).toEqual(first.json());
});
