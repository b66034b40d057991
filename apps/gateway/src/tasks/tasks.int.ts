import { isTaskId, newTaskId, type TaskView } from '@celerity/contracts';
import { until } from '@celerity/messaging/testing';
import { TestSystem } from '../testing/test-system.js';

let system: TestSystem;

beforeAll(async () => {
  system = await TestSystem.start();
});

afterAll(() => system?.stop());

const send = (body: object, path = '/api/core/tasks') => system.gateway.ask(path, { as: 'operator', body });
const ready = (queue: string) => system.broker.ready(queue);

it('accepts a task: in its queue, in the journal, and found at once', async () => {
  const reply = await send({ task_name: 'test_task', args: ['hi'], priority: 7 });
  expect(reply.status).toBe(201);
  const accepted = reply.json<{ task_id: string }>();
  expect(accepted).toEqual({
    task_id: accepted.task_id,
    task_name: 'default.test_task',
    status: 'PENDING',
    queue: 'default',
  });
  expect(reply.headers.get('location')).toBe(`/api/core/tasks/${accepted.task_id}`);
  const shown = await system.gateway.ask(`/api/core/tasks/${accepted.task_id}`, { as: 'viewer' });
  expect(shown.json()).toMatchObject({
    args: ['hi'],
    priority: 7,
    submitted_by: 'the-operator',
    status: 'PENDING',
  });
  await until('it is in its queue', async () => (await ready(system.broker.names.queue('default'))) === 1);
});

it('takes a full name, the task’s own queue, and a slash at the end', async () => {
  const reply = await send({ task_name: 'default.debug_task', queue: 'default' }, '/api/core/tasks/');
  expect(reply.status).toBe(201);
});

it.each([
  ['countdown', 3600],
  ['delay', 3600],
  ['eta', new Date(Date.now() + 3_600_000).toISOString()],
])('leaves a task with %s to the timers', async (field, value) => {
  const before = await ready(system.broker.names.timers);
  const reply = await send({ task_name: 'test_task', [field]: value });
  expect(reply.status).toBe(201);
  expect(await ready(system.broker.names.timers)).toBe(before + 1);
  const shown = await system.gateway.ask(String(reply.headers.get('location')), { as: 'viewer' });
  expect(Date.parse(shown.json<TaskView>().eta ?? '') - Date.now()).toBeGreaterThan(3_500_000);
});

it('finds a new task although the monitor lags, by a barrier', async () => {
  const { task_id } = (await send({ task_name: 'debug_task' })).json<{ task_id: string }>();
  system.monitor.lags = true;
  const reply = await system.gateway.ask(`/api/core/tasks/${task_id}/`, { as: 'viewer' });
  system.monitor.lags = false;
  expect(reply.json()).toMatchObject({ task_id, status: 'PENDING' });
  const [plain, barred] = system.monitor.taskQueries.filter((query) => query.task_id === task_id);
  expect(plain).toEqual({ task_id });
  expect(isTaskId(String(barred?.barrier_id))).toBe(true);
});

it('says 404 for a young unknown id after a barrier, for an old one at once', async () => {
  const young = newTaskId();
  const old = '01900000-0000-7000-8000-000000000000';
  for (const id of [young, old]) {
    const reply = await system.gateway.ask(`/api/core/tasks/${id}`, { as: 'viewer' });
    expect(reply.status).toBe(404);
    expect(reply.json()).toMatchObject({
      type: 'urn:celerity:problem:unknown-task-id',
      errors: [{ field: 'task_id' }],
    });
  }
  const asked = (id: string) => system.monitor.taskQueries.filter(({ task_id }) => task_id === id).length;
  expect([asked(young), asked(old)]).toEqual([2, 1]);
});

it('lists active and final tasks with the filter', async () => {
  const active = await system.gateway.ask('/api/core/tasks?task_name=test_task&limit=5&q=x', {
    as: 'viewer',
  });
  expect(active.status).toBe(200);
  expect(system.monitor.listQueries.at(-1)).toEqual({
    filter: { task_name: 'default.test_task', limit: 5, q: 'x' },
  });
  const history = await system.gateway.ask('/api/core/tasks/history?task_name=gone', { as: 'viewer' });
  expect(history.json()).toEqual({ count: 0, results: [], next_cursor: null });
  expect(system.monitor.listQueries.at(-1)).toEqual({ filter: { task_name: 'gone' } });
});

it('shows the task types with their schemas', async () => {
  const reply = await system.gateway.ask('/api/core/task-types', { as: 'viewer' });
  const { count, results } = reply.json<{ count: number; results: Record<string, unknown>[] }>();
  expect(count).toBe(results.length);
  expect(results.find(({ name }) => name === 'test_task')).toMatchObject({
    task_name: 'default.test_task',
    queue: 'default',
    effect: 'none',
    input: { additionalProperties: false, properties: { message: { type: 'string', maxLength: 1000 } } },
    isolation: 'none',
    limits: { soft_ms: 1_500_000, hard_ms: 1_800_000 },
    retry: { max_retries: 3 },
  });
});
