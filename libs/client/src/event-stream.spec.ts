import type { ServerResponse } from 'node:http';
import { CelerityClient } from './celerity-client.js';
import type { StreamMessage } from './event-stream.js';
import { FakeGateway, json } from './testing/fake-gateway.js';

let gateway: FakeGateway;
let client: CelerityClient;

beforeEach(async () => {
  gateway = await FakeGateway.start();
  client = new CelerityClient({ baseUrl: gateway.url, token: 't' });
});

afterEach(() => gateway.stop());

const frame = (event: string, data: object, id?: string) =>
  `${id ? `id: ${id}\n` : ''}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** Answers the connections one after the other. */
function connections(...answers: ((response: ServerResponse) => void)[]): void {
  let n = 0;
  gateway.answer = (_, response) => answers[Math.min(n++, answers.length - 1)]?.(response);
}

const stream =
  (...frames: string[]) =>
  (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.end(frames.join(''));
  };

async function all<T>(messages: AsyncGenerator<StreamMessage<T>>): Promise<string[]> {
  const seen: string[] = [];
  for await (const message of messages)
    seen.push(message.kind === 'event' ? `${message.event.type} ${message.id}` : message.kind);
  return seen;
}

it('tells snapshot and events until the task has ended, whichever way the bytes come', async () => {
  connections((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const text = [
      'retry: 2000\n\n',
      frame('snapshot', { task: {} }, '5-0'),
      ': still here\n\n',
      frame('succeeded', { type: 'succeeded', result: '你好' }, '6-1'),
      frame('end', { reason: 'task_ended' }),
    ].join('');
    for (const byte of Buffer.from(text)) response.write(Buffer.from([byte]));
    response.end();
  });
  const results: unknown[] = [];
  for await (const message of client.followTask('a/b'))
    if (message.kind === 'event') results.push((message.event as { result?: unknown }).result);
  expect(results).toEqual(['你好']);
  expect(gateway.seen).toMatchObject([
    { url: '/api/core/tasks/a%2Fb/events', authorization: 'Bearer t', lastEventId: null },
  ]);
});

it('comes back after the last event when the connection ends, breaks, or is refused for a moment', async () => {
  connections(
    stream(frame('snapshot', {}, '5-0'), frame('started', { type: 'started' }, '6-1')),
    (response) => response.destroy(),
    (response) => json(response, 503, { title: 'away' }, { 'retry-after': '0' }),
    stream(frame('progressed', { type: 'progressed' }, '7-1'), frame('end', { reason: 'shutdown' })),
    stream(frame('failed', { type: 'failed' }, '8-1'), frame('end', { reason: 'task_ended' })),
  );
  const states: boolean[] = [];
  const onConnection = (isOpen: boolean) => void states.push(isOpen);
  expect(await all(client.followTask('t', { onConnection }))).toEqual([
    'snapshot',
    'started 6-1',
    'progressed 7-1',
    'failed 8-1',
  ]);
  expect(gateway.seen.map(({ lastEventId }) => lastEventId)).toEqual([null, '6-1', '6-1', '6-1', '7-1']);
  expect(states).toEqual([true, false, false, false, true, false, true]);
});

it('ends with what is refused for good, when patience is over, and when told to', async () => {
  connections(stream(frame('end', { reason: 'token_expired' })), (response) =>
    json(response, 401, { title: 'expired' }),
  );
  await expect(all(client.followAll())).rejects.toThrow('expired');
  connections((response) => json(response, 503, { title: 'away' }, { 'retry-after': '0' }));
  await expect(all(client.followAll({}, { patienceMs: 0 }))).rejects.toThrow('away');
  connections((response) => response.end('hello'));
  await expect(all(client.followAll({ queue: 'default' }))).rejects.toThrow('not Celerity');
  expect(gateway.seen.at(-1)?.url).toBe('/api/core/events?queue=default');
  const enough = new AbortController();
  connections(
    (response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders(),
  );
  const following = all(client.followAll({}, { signal: enough.signal }));
  enough.abort(new Error('enough'));
  await expect(following).rejects.toThrow('enough');
});
