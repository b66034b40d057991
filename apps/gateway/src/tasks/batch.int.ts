import type { BatchEntry, TaskBatchAnswer, TaskView } from '@celerity/contracts';
import { until } from '@celerity/messaging/testing';
import { TestSystem } from '../testing/test-system.js';

let system: TestSystem;

beforeAll(async () => {
  system = await TestSystem.start();
});

afterAll(() => system?.stop());

const send = (body: unknown, headers: Record<string, string> = {}) =>
  system.gateway.ask('/api/core/tasks/batch', { as: 'operator', body, headers });
const task = (message: unknown) => ({ task_name: 'test_task', kwargs: { message } });
const idOf = ({ task: accepted }: BatchEntry) => accepted?.task_id;
const waiting = () => system.broker.ready(system.broker.names.queue('default'));

it('accepts a thousand, in order, each in its queue and in the journal', async () => {
  const before = await waiting();
  const reply = await send({ tasks: Array.from({ length: 1_000 }, (_, n) => task(`m${n}`)) });
  expect(reply.status).toBe(200);
  const { accepted, refused, results } = reply.json<TaskBatchAnswer>();
  expect([accepted, refused, results.length]).toEqual([1_000, 0, 1_000]);
  expect(new Set(results.map(idOf)).size).toBe(1_000);
  await until('all are in the queue', async () => (await waiting()) === before + 1_000);
  for (const n of [0, 499, 999]) {
    const shown = await system.gateway.ask(`/api/core/tasks/${idOf(results[n] as BatchEntry)}`, {
      as: 'viewer',
    });
    expect(shown.json<TaskView>().kwargs).toEqual({ message: `m${n}` });
  }
});

it('does not let the bad ones spoil the others, and says of each what is wrong', async () => {
  const reply = await send({
    tasks: [
      task('one'),
      { task_name: 'no_such_task' },
      task(17),
      { ...task('x'), surprise: 1 },
      'text',
      { ...task('nul\u0000') },
      { ...task('late'), expires: '2001-01-01T00:00:00Z' },
      task('two'),
    ],
  });
  expect(reply.status).toBe(200);
  const { accepted, refused, results } = reply.json<TaskBatchAnswer>();
  expect([accepted, refused]).toEqual([2, 6]);
  expect(results.map(({ status }) => status)).toEqual([201, 400, 422, 400, 400, 400, 422, 201]);
  expect(results.map(({ problem }) => problem?.errors?.[0]?.field)).toEqual([
    undefined,
    'task_name',
    'kwargs.message',
    'surprise',
    'task',
    'kwargs.message',
    'expires',
    undefined,
  ]);
  expect(results.every(({ task: ok, problem }) => (ok === null) !== (problem === null))).toBe(true);
});

it('does not let a polluting name spoil the others', async () => {
  const raw =
    '{"tasks": [{"task_name": "test_task", "kwargs": {"__proto__": {"a": 1}}}, {"task_name": "test_task"}]}';
  const headers = { 'content-type': 'application/json' };
  const reply = await system.gateway.ask('/api/core/tasks/batch', {
    as: 'operator',
    method: 'POST',
    raw,
    headers,
  });
  expect(reply.json<TaskBatchAnswer>().results.map(({ status }) => status)).toEqual([400, 201]);
});

it.each([
  ['nothing', {}, 'tasks'],
  ['no array', { tasks: {} }, 'tasks'],
  ['an empty one', { tasks: [] }, 'tasks'],
  ['too many', { tasks: Array.from({ length: 1_001 }, () => ({ task_name: 'test_task' })) }, 'tasks'],
  ['an unknown field', { tasks: [task('x')], more: 1 }, 'more'],
  ['a bare array', [task('x')], 'body'],
])('refuses a batch with %s as a whole', async (_, body, field) => {
  const before = await waiting();
  const reply = await send(body);
  expect(reply.status).toBe(400);
  expect(reply.json()).toMatchObject({ errors: [{ field }] });
  expect(await waiting()).toBe(before);
});

it('refuses more than 1 MiB with 413', async () => {
  const reply = await send({ tasks: Array.from({ length: 1_000 }, () => task('x'.repeat(1_000))) });
  expect(reply.status).toBe(413);
});

it('is for operators', async () => {
  const reply = await system.gateway.ask('/api/core/tasks/batch', {
    as: 'viewer',
    body: { tasks: [task('x')] },
  });
  expect(reply.status).toBe(403);
});

it('happens once under an Idempotency-Key', async () => {
  const headers = { 'idempotency-key': 'batch-1' };
  const body = { tasks: [task('a'), task(1), task('b')] };
  const first = await send(body, headers);
  const again = await send(body, headers);
  expect(again.json()).toEqual(first.json());
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect((await send({ tasks: [task('a')] }, headers)).status).toBe(422);
  const single = await system.gateway.ask('/api/core/tasks', { as: 'operator', body: task('a'), headers });
  expect(single.status).toBe(422);
});

it('repeats under a key only what was answered with 503, under the same ids', async () => {
  const headers = { 'idempotency-key': 'batch-2' };
  const body = { tasks: [task('a'), task(1), task('b')] };
  system.broker.proxy.stall();
  const first = (await send(body, headers)).json<TaskBatchAnswer>();
  expect(first.results.map(({ status }) => status)).toEqual([503, 422, 503]);
  const ids = first.results.map(({ problem }) => problem?.task_id);
  system.broker.proxy.resume();
  let again = first;
  await until('it is accepted', async () => {
    again = (await send(body, headers)).json<TaskBatchAnswer>();
    return again.accepted === 2;
  });
  expect(again.results.map(({ status }) => status)).toEqual([201, 422, 201]);
  expect([again.results[0], again.results[2]].map((one) => idOf(one as BatchEntry))).toEqual([
    ids[0],
    ids[2],
  ]);
});
