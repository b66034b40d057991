import { newTaskId, type Succeeded, type TaskEvent } from '@celerity/contracts';
import { JournalWriter, Publisher } from '@celerity/messaging';
import { until } from '@celerity/messaging/testing';
import { JournalTail } from '../journal/journal-tail.js';
import { TestSystem } from '../testing/test-system.js';
import { LongPoll, MOST_WAITERS } from './long-poll.js';

let system: TestSystem;
let journal: JournalWriter;
let publisher: Publisher;
let polls: LongPoll;

beforeEach(async () => {
  system = await TestSystem.start();
  publisher = new Publisher(system.connection);
  journal = new JournalWriter(publisher, system.broker.names.journal);
  polls = system.gateway.app.get(LongPoll);
});

afterEach(async () => {
  publisher?.stop();
  await system?.stop();
});

async function send(): Promise<string> {
  const reply = await system.gateway.ask('/api/core/tasks', {
    as: 'operator',
    body: { task_name: 'test_task' },
  });
  return reply.json<{ task_id: string }>().task_id;
}

const poll = (id: string, wait: number, signal?: AbortSignal) =>
  system.gateway.ask(`/api/core/tasks/${id}/result?wait=${wait}`, {
    as: 'viewer',
    ...(signal ? { signal } : {}),
  });
const waiting = (n: number) => until(`${n} polls wait`, () => polls.waiting === n);
const write = (event: TaskEvent) => journal.append(event).confirmed;

function succeeded(task_id: string): Succeeded {
  const at = new Date().toISOString();
  return {
    type: 'succeeded',
    task_id,
    at,
    attempt: 1,
    worker: 'w',
    started_at: at,
    duration_ms: 1,
    result: { n: 42 },
  };
}

it('answers as soon as the task succeeds', async () => {
  const id = await send();
  const reply = poll(id, 60);
  await waiting(1);
  await write(succeeded(id));
  const answer = await reply;
  expect(answer.status).toBe(200);
  expect(answer.json()).toMatchObject({ task_id: id, status: 'SUCCESS', result: { n: 42 }, error: null });
  expect(polls.waiting).toBe(0);
});

it('shows no older state afterwards than the one it told, although the monitor lags', async () => {
  const id = await send();
  const reply = poll(id, 60);
  await until('the poll knows the present state', () => system.monitor.barriersAnswered > 0);
  system.monitor.frozen = structuredClone(system.monitor.projection.tasks);
  await write(succeeded(id));
  expect((await reply).json()).toMatchObject({ status: 'SUCCESS' });
  const shown = await system.gateway.ask(`/api/core/tasks/${id}`, { as: 'viewer' });
  expect(shown.json()).toMatchObject({ status: 'SUCCESS', result: { n: 42 } });
});

it('answers everybody who waits, each with the outcome of their own task', async () => {
  const [one, two] = [await send(), await send()];
  const replies = [poll(one, 60), poll(one, 60), poll(two, 60)];
  await waiting(3);
  const error = { type: 'TestTaskFailure', message: 'no' };
  const common = { at: new Date().toISOString(), attempt: 1 };
  await write({
    type: 'failed',
    task_id: one,
    ...common,
    worker: null,
    started_at: null,
    duration_ms: null,
    error,
  });
  await write({ type: 'revoked', task_id: two, ...common });
  const answers = (await Promise.all(replies)).map((reply) => reply.json());
  expect(answers[0]).toMatchObject({ task_id: one, status: 'FAILURE', result: null, error });
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toMatchObject({ task_id: two, status: 'REVOKED', error: null });
});

it('answers a finished task at once', async () => {
  const id = await send();
  await write(succeeded(id));
  const answer = await poll(id, 60);
  expect(answer.json()).toMatchObject({ status: 'SUCCESS', result: { n: 42 } });
});

it('answers with the present state when the wait is over, or there is none', async () => {
  const id = await send();
  expect((await poll(id, 0)).json()).toMatchObject({ task_id: id, status: 'PENDING', result: null });
  expect((await poll(id, 0.2)).json()).toMatchObject({ task_id: id, status: 'PENDING', finished_at: null });
});

it('says 404 at once for a task that does not exist', async () => {
  expect((await poll(newTaskId(), 60)).status).toBe(404);
});

it('goes on waiting through a lost connection', async () => {
  const id = await send();
  const reply = poll(id, 60);
  await waiting(1);
  // The wait's own barrier has come back by the tail: it knows where it is.
  await until('the tail is read', () => system.gateway.app.get(JournalTail).position !== null);
  system.broker.proxy.cut();
  await write(succeeded(id));
  expect((await reply).json()).toMatchObject({ status: 'SUCCESS' });
});

it('frees the place of a client that hangs up', async () => {
  const id = await send();
  const client = new AbortController();
  const reply = poll(id, 60, client.signal);
  await waiting(1);
  client.abort();
  await expect(reply).rejects.toThrow('aborted');
  await waiting(0);
});

it('refuses more waiters than it can hold', async () => {
  const id = await send();
  const places = (polls as unknown as { waits: Set<object> }).waits;
  for (let n = 0; n < MOST_WAITERS; n += 1) places.add({ stop: () => undefined });
  const answer = await poll(id, 60);
  expect(answer.status).toBe(503);
  expect(answer.json()).toMatchObject({ type: 'urn:celerity:problem:too-many-waiters' });
  expect(answer.headers.get('retry-after')).toBe('2');
});

it('ends every wait with the present state when the gateway shuts down', async () => {
  const id = await send();
  const reply = poll(id, 60);
  await waiting(1);
  const closed = system.gateway.app.close();
  expect((await reply).json()).toMatchObject({ task_id: id, status: 'PENDING' });
  await closed;
});
