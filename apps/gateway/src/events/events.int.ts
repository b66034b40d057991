import { once } from 'node:events';
import { connect } from 'node:net';
import { JwtService } from '@nestjs/jwt';
import {
  type AccessToken,
  type ApiKeyCreated,
  newTaskId,
  type Progressed,
  type Started,
  type Succeeded,
} from '@celerity/contracts';
import { JournalWriter, Publisher } from '@celerity/messaging';
import { until } from '@celerity/messaging/testing';
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from '../auth/token-claims.js';
import { OpenedStream } from '../testing/opened-stream.js';
import { TEST_SECRET } from '../testing/test-gateway.js';
import { TestSystem } from '../testing/test-system.js';
import { OpenStreams } from './open-streams.js';

let system: TestSystem;
let journal: JournalWriter;
let publisher: Publisher;
let opened: OpenedStream[];

async function start(env: NodeJS.ProcessEnv = {}): Promise<void> {
  system = await TestSystem.start(env);
  publisher = new Publisher(system.connection);
  journal = new JournalWriter(publisher, system.broker.names.journal);
  opened = [];
}

afterEach(async () => {
  for (const stream of opened) stream.leave();
  publisher?.stop();
  await system?.stop();
});

async function open(path: string, options: Parameters<typeof OpenedStream.open>[2] = {}) {
  const stream = await OpenedStream.open(system.gateway, `/api/core${path}`, options);
  opened.push(stream);
  return stream;
}

async function send(body: object = {}): Promise<string> {
  const request = { as: 'operator', body: { task_name: 'test_task', ...body } } as const;
  return (await system.gateway.ask('/api/core/tasks', request)).json<{ task_id: string }>().task_id;
}

const at = () => new Date().toISOString();
const started = (task_id: string): Started => ({
  type: 'started',
  task_id,
  at: at(),
  attempt: 1,
  worker: 'w',
});
const progressed = (task_id: string, percent: number): Progressed => ({
  ...started(task_id),
  type: 'progressed',
  progress: { current: percent, total: 100, percent, description: '' },
});
const succeeded = (task_id: string, result: unknown = 1): Succeeded => ({
  ...started(task_id),
  type: 'succeeded',
  started_at: at(),
  duration_ms: 1,
  result,
});
const streams = () => system.gateway.app.get(OpenStreams).count;

describe('with the usual settings', () => {
  beforeEach(() => start());

  it('passes over entries that no version of ours writes, and tells what stands beside and after them', async () => {
    const id = await send();
    const all = await open('/events');
    const one = await open(`/tasks/${id}/events`);
    await Promise.all([all.seen('snapshot'), one.seen('snapshot')]);
    const strange = [
      { type: 'logged', worker: 'w', at: at(), lines: [null, { task_id: 7 }, { text: 'of no task' }] },
      { type: 'logged', worker: 'w', at: at(), lines: 'none' },
      { type: 'accepted', task_id: id, at: at() },
      { type: 'accepted', task_id: id, at: at(), task_name: {}, args: 5, kwargs: 'x' },
      { type: 'progressed', task_id: id },
      'text',
    ];
    const entries = strange.map((entry) => journal.append(entry as never).confirmed);
    await Promise.all([...entries, journal.append(started(id)).confirmed]);
    expect((await all.seen('started')).data).toMatchObject({ task_id: id });
    expect((await one.seen('started')).data).toMatchObject({ task_id: id });
    journal.append(succeeded(id));
    expect((await one.seen('succeeded')).data).toMatchObject({ task_id: id });
    expect(one.events.filter(({ event }) => event === 'accepted' || event === 'progressed')).toEqual([]);
  });

  it('tells a task from its present state to its end', async () => {
    const id = await send({ kwargs: { message: 'x' } });
    const stream = await open(`/tasks/${id}/events`);
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(stream.response.headers.get('cache-control')).toBe('no-store, no-transform');
    expect(stream.response.headers.get('x-accel-buffering')).toBe('no');
    expect((await stream.seen('snapshot')).data).toMatchObject({ task: { task_id: id, status: 'PENDING' } });
    journal.append(started(newTaskId()));
    journal.append(progressed(id, 10));
    journal.append({
      type: 'logged',
      worker: 'w',
      at: at(),
      lines: [
        { task_id: id, attempt: 1, n: 1, at: at(), text: 'mine' },
        { task_id: newTaskId(), attempt: 1, n: 1, at: at(), text: 'not mine' },
      ],
    });
    journal.append(succeeded(id));
    await stream.over;
    expect(stream.names).toEqual(['snapshot', 'progressed', 'logged', 'succeeded', 'end']);
    expect(stream.events[1]?.data).toMatchObject({
      progress: { percent: 10 },
      task_name: 'default.test_task',
      queue: 'default',
      status: 'PROGRESS',
    });
    expect(stream.text).not.toContain('not mine');
    expect(stream.events.at(-1)?.data).toEqual({ reason: 'task_ended' });
    await until('it is forgotten', () => streams() === 0);
  });

  it('says the end of an ended task at once, and 404 of none', async () => {
    const id = await send();
    await journal.append(succeeded(id)).confirmed;
    const stream = await open(`/tasks/${id}/events`);
    await stream.over;
    expect(stream.names).toEqual(['snapshot', 'end']);
    expect((await open(`/tasks/${newTaskId()}/events`)).response.status).toBe(404);
    expect((await open('/tasks/x/events')).response.status).toBe(400);
    expect((await system.gateway.ask('/api/core/events')).status).toBe(401);
    for (const query of ['type=worker_beat', 'nonsense=1'])
      expect((await system.gateway.ask(`/api/core/events?${query}`, { as: 'viewer' })).status).toBe(400);
    expect(streams()).toBe(0);
  });

  it('goes on after the last event, missing none and repeating none, from a gateway that has never read', async () => {
    const ids = [await send(), await send()];
    const first = await open('/events');
    await first.seen('snapshot');
    for (let n = 1; n <= 3; n += 1) await journal.append(progressed(ids[0] as string, n)).confirmed;
    await until('three come', () => first.events.length === 4);
    first.leave();
    for (let n = 4; n <= 40; n += 1)
      await Promise.all(ids.map((id) => journal.append(progressed(id, n)).confirmed));
    await journal.append(succeeded(ids[0] as string)).confirmed;
    const told = (stream: OpenedStream) => stream.events.map(({ id }) => id);
    const whole = await open('/events', { after: told(first)[1] });
    await whole.seen('succeeded');
    expect(whole.names.slice(0, 2)).toEqual(['progressed', 'progressed']);
    expect(told(whole).slice(0, 2)).toEqual(told(first).slice(2));
    const ids2 = told(whole);
    expect(new Set(ids2).size).toBe(ids2.length);
    const again = await open('/events', { after: ids2[4] });
    await again.seen('succeeded');
    expect(told(again)).toEqual(ids2.slice(5));
    await journal.append(succeeded(ids[1] as string)).confirmed;
    await until('live events come to both', () =>
      [whole, again].every(
        (stream) => stream.events.filter(({ event }) => event === 'succeeded').length === 2,
      ),
    );
  });

  it('tells a client that comes back after the end that it has all', async () => {
    const id = await send();
    const stream = await open(`/tasks/${id}/events`);
    await stream.seen('snapshot');
    await journal.append(succeeded(id)).confirmed;
    await stream.over;
    const last = stream.events.find(({ event }) => event === 'succeeded')?.id;
    const again = await open(`/tasks/${id}/events`, { after: last });
    await again.over;
    expect(again.names).toEqual(['end']);
    const missed = await open(`/tasks/${id}/events`, { after: stream.events[0]?.id });
    await missed.over;
    expect(missed.names).toEqual(['succeeded', 'end']);
  });

  it.each(['999999-1', 'nonsense', '-1-1'])(
    'resets after an event that it does not know: %s',
    async (after) => {
      const id = await send();
      const stream = await open('/events', { after });
      await stream.seen('snapshot');
      expect(stream.names).toEqual(['reset', 'snapshot']);
      expect(stream.events[1]?.data).toMatchObject({ tasks: { results: [{ task_id: id }] } });
      await journal.append(started(id)).confirmed;
      expect((await stream.seen('started')).data).toMatchObject({ task_id: id });
    },
  );

  it('joins snapshot and tail without a gap under load', async () => {
    const id = await send();
    let n = 0;
    let writing = true;
    const load = (async () => {
      while (writing) await journal.append(progressed(id, (n += 1))).confirmed;
    })();
    const all = await Promise.all(Array.from({ length: 10 }, () => open('/events')));
    await until('all follow', () => all.every((stream) => stream.events.length > 20));
    writing = false;
    await load;
    await until('all have the last', () =>
      all.every(({ events }) => (events.at(-1)?.data['progress'] as { percent: number }).percent === n),
    );
    for (const { events } of all) {
      const offset = Number(events[0]?.data['projected_offset']);
      expect(Number(events[1]?.id?.split('-')[0])).toBeGreaterThanOrEqual(offset);
      const told = events.slice(1).map(({ data }) => (data['progress'] as { percent: number }).percent);
      const from = told[0] as number;
      expect(told).toEqual(Array.from({ length: n - from + 1 }, (_, i) => from + i));
    }
  });

  it('lets through what the filters say, also of tasks accepted before anybody listened', async () => {
    const [plain, debug] = [await send(), await send({ task_name: 'debug_task' })];
    const named = await open('/events?task_name=debug_task&type=succeeded');
    const failed = await open('/events?status=SUCCESS&queue=default');
    const elsewhere = await open('/events?queue=email');
    for (const stream of [named, failed, elsewhere]) await stream.seen('snapshot');
    journal.append(started(debug));
    journal.append(succeeded(plain));
    await journal.append(succeeded(debug)).confirmed;
    await until('both come', () => failed.events.length === 3);
    await named.seen('succeeded');
    expect(named.events.slice(1).map(({ data }) => data['task_id'])).toEqual([debug]);
    expect(elsewhere.names).toEqual(['snapshot']);
  });

  it('leaves out what is too large, and says so', async () => {
    const stream = await open('/events');
    await stream.seen('snapshot');
    const id = await send();
    await journal.append(succeeded(id, 'x'.repeat(20_000))).confirmed;
    expect((await stream.seen('succeeded')).data).toMatchObject({ result: null, left_out: ['result'] });
  });

  it('tells nothing of workers and barriers, and survives entries that nobody can read', async () => {
    const stream = await open('/events');
    await stream.seen('snapshot');
    const id = await send();
    const odd = [null, 7, { type: 'accepted' }, { type: 'of_the_future', task_id: id }, succeeded(id)];
    await publisher.publish({
      exchange: '',
      routingKey: system.broker.names.journal,
      content: Buffer.from(JSON.stringify(odd)),
      properties: { messageId: 'odd' },
    });
    await stream.seen('succeeded');
    expect(stream.names).toEqual(['snapshot', 'accepted', 'succeeded']);
  });

  it('ends when the token does', async () => {
    const token = new JwtService().sign(
      { sub: 'brief', role: 'viewer' },
      { secret: TEST_SECRET, expiresIn: 2, issuer: TOKEN_ISSUER, audience: TOKEN_AUDIENCE },
    );
    const stream = await open('/events', { token });
    await stream.seen('snapshot');
    await stream.over;
    expect(stream.events.at(-1)).toMatchObject({ event: 'end', data: { reason: 'token_expired' } });
  });

  it('ends when the API key is revoked or expires, and when the user is disabled, and no other', async () => {
    const admin = (path: string, request: object) =>
      system.gateway.ask(`/api/core/${path}`, { as: 'admin', ...request });
    const keyOf = async (name: string, more: object = {}) =>
      (await admin('api-keys', { body: { name, role: 'viewer', ...more } })).json<ApiKeyCreated>();
    const leaked = await keyOf('leaked');
    const brief = await keyOf('brief', { expires_at: new Date(Date.now() + 1_500).toISOString() });
    const ann = { username: 'ann', password: 'a long enough one' };
    await admin('users', { body: { ...ann, role: 'viewer' } });
    const { access_token } = (
      await system.gateway.ask('/api/core/auth/token', { body: ann })
    ).json<AccessToken>();
    const ending = [leaked.key, brief.key, access_token].map((token) => open('/events', { token }));
    const steady = await open('/events', { token: (await keyOf('steady')).key });
    const [revoked, expired, disabled] = (await Promise.all(ending)) as [
      OpenedStream,
      OpenedStream,
      OpenedStream,
    ];
    for (const stream of [revoked, expired, disabled, steady]) await stream.seen('snapshot');
    await admin(`api-keys/${leaked.id}`, { method: 'DELETE' });
    await admin('users/ann', { method: 'PATCH', body: { disabled: true } });
    await Promise.all([revoked.over, expired.over, disabled.over]);
    const last = [revoked, expired, disabled].map(({ events }) => events.at(-1)?.data);
    expect(last).toEqual([
      { reason: 'access_ended' },
      { reason: 'token_expired' },
      { reason: 'access_ended' },
    ]);
    expect([steady.names, streams()]).toEqual([['snapshot'], 1]);
  });

  it('ends every stream at the shutdown, also of one that does not read', async () => {
    const stream = await open('/events');
    await stream.seen('snapshot');
    const deaf = connect(Number(new URL(system.gateway.url).port), '127.0.0.1');
    deaf.on('error', () => undefined);
    deaf.pause();
    deaf.write(
      `GET /api/core/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${system.gateway.token('viewer')}\r\n\r\n`,
    );
    await until('both are open', () => streams() === 2);
    await system.gateway.app.close();
    await stream.over;
    expect(stream.events.at(-1)).toMatchObject({ event: 'end', data: { reason: 'shutdown' } });
    deaf.destroy();
  });

  it('cuts a client that does not read, instead of keeping events for it', async () => {
    const deaf = connect(Number(new URL(system.gateway.url).port), '127.0.0.1');
    deaf.on('error', () => undefined);
    deaf.write(
      `GET /api/core/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${system.gateway.token('viewer')}\r\n\r\n`,
    );
    await once(deaf, 'readable');
    const reader = await open('/events');
    await reader.seen('snapshot');
    const read = () => reader.names.filter((name) => name === 'succeeded').length;
    const text = 'x'.repeat(16_000);
    let written = 0;
    while (streams() === 2 && written < 10_000) {
      const batch = Array.from({ length: 20 }, () => journal.append(succeeded(newTaskId(), text)).confirmed);
      await Promise.all(batch);
      written += 20;
      // Given time to read, as any client has that runs in a process of its own.
      await until('the other has all', () => read() === written);
    }
    await until('one is left', () => streams() === 1);
    expect(read()).toBe(written);
    deaf.destroy();
  });
});

it('caps the streams of one user, and of all', async () => {
  await start({ EVENT_STREAMS: '3', EVENT_STREAMS_PER_USER: '2' });
  const own = [await open('/events'), await open('/events')];
  const more = await open('/events');
  expect(more.response.status).toBe(429);
  expect(more.response.headers.get('retry-after')).toBe('5');
  await open('/events', { as: 'operator' });
  expect((await open('/events', { as: 'admin' })).response.status).toBe(503);
  own[0]?.leave();
  await until('it is gone', () => streams() === 2);
  expect((await open('/events')).response.status).toBe(200);
});
