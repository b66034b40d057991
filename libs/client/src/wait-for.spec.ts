import { CelerityClient } from './celerity-client.js';
import { FakeGateway, json } from './testing/fake-gateway.js';

let gateway: FakeGateway;
let client: CelerityClient;

beforeEach(async () => {
  gateway = await FakeGateway.start();
  client = new CelerityClient({ baseUrl: gateway.url });
});

afterEach(() => gateway.stop());

const ENDED = { task_id: 't', status: 'SUCCESS', result: 1, error: null };

/** Answers polls one after the other; the last one for ever. */
function answerPolls(...answers: [status: number, body: object, headers?: Record<string, string>][]): void {
  let polls = 0;
  gateway.answer = ({ url }, response) => {
    if (!url.includes('/result')) return json(response, 404, { title: 'no' });
    const [status, body, headers] = answers[Math.min(polls, answers.length - 1)] ?? [500, {}];
    polls += 1;
    json(response, status, body, headers);
  };
}

it('asks again until the task has ended', async () => {
  answerPolls([200, { status: 'STARTED' }], [200, ENDED]);
  expect(await client.waitFor('t')).toEqual(ENDED);
  expect(gateway.seen.map(({ url }) => url)).toEqual(Array(2).fill('/api/core/tasks/t/result?wait=30'));
});

it('does not mind a gateway that is away for a moment', async () => {
  answerPolls([503, { title: 'away' }, { 'retry-after': '0' }], [502, { title: 'away' }], [200, ENDED]);
  expect(await client.waitFor('t')).toEqual(ENDED);
});

it('gives up when it stays away, or when there is no such task', async () => {
  answerPolls([503, { title: 'away' }, { 'retry-after': '0' }]);
  await expect(client.waitFor('t', { patienceMs: 100 })).rejects.toThrow('away');
  answerPolls([404, { title: 'no such task' }]);
  await expect(client.waitFor('t')).rejects.toThrow('no such task');
  await gateway.stop();
  await expect(client.waitFor('t', { patienceMs: 0 })).rejects.toThrow('cannot reach');
});

it('tells of each change of state and progress once, and of nothing after the end', async () => {
  const progress = (percent: number) => ({ current: percent, total: 100, percent, description: '' });
  const views = [
    { status: 'PENDING', attempt: 1, progress: null },
    { status: 'PENDING', attempt: 1, progress: null },
    { status: 'PROGRESS', attempt: 1, progress: progress(50) },
  ];
  const seen: (number | undefined)[] = [];
  const told = Promise.withResolvers<void>();
  gateway.answer = ({ url }, response) => {
    if (url.includes('/result')) void told.promise.then(() => json(response, 200, ENDED));
    else json(response, 200, views.length > 1 ? views.shift() : views[0]);
  };
  const outcome = await client.waitFor('t', {
    progressEveryMs: 5,
    onProgress: (task) => {
      seen.push(task.progress?.percent);
      if (task.progress) told.resolve();
    },
  });
  expect(outcome).toEqual(ENDED);
  expect(seen).toEqual([undefined, 50]);
});

it('goes on without progress when that cannot be read', async () => {
  answerPolls([200, ENDED]);
  expect(await client.waitFor('t', { onProgress: () => undefined })).toEqual(ENDED);
});

/** Answers the task's stream so, and polls with the outcome. */
function answerStream(...frames: [event: string, data: object][]): void {
  gateway.answer = ({ url }, response) => {
    if (url.includes('/result')) return json(response, 200, ENDED);
    if (!url.includes('/events'))
      return json(response, 200, { status: 'PROGRESS', attempt: 9, progress: null });
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(frames.map(([event, data], n) => frameOf(event, data, n)).join(''));
    // A stream that ends without its last word was cut.
    if (frames.at(-1)?.[0] === 'end') response.end();
    else response.destroy();
  };
}

const frameOf = (event: string, data: object, n: number) =>
  `id: 1-${n}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
const snapshot = { task: { status: 'PENDING', attempt: 1, progress: null }, projected_offset: 1 };
const progress = { current: 1, total: 2, percent: 50, description: '' };

it('sees the progress in the stream, and asks for the outcome once', async () => {
  answerStream(
    ['snapshot', snapshot],
    ['started', { type: 'started', status: 'STARTED', attempt: 1 }],
    ['logged', { type: 'logged', status: null, lines: [] }],
    ['progressed', { type: 'progressed', status: 'PROGRESS', attempt: 1, progress }],
    ['retry_scheduled', { type: 'retry_scheduled', status: 'RETRY', attempt: 1 }],
    ['succeeded', { type: 'succeeded', status: 'SUCCESS', attempt: 2 }],
    ['end', { reason: 'task_ended' }],
  );
  const seen: string[] = [];
  const outcome = await client.waitFor('t', {
    onProgress: (task) => seen.push(`${task.status} ${task.progress?.percent}`),
  });
  expect(outcome).toEqual(ENDED);
  expect(seen).toEqual(['PENDING undefined', 'STARTED undefined', 'PROGRESS 50', 'RETRY undefined']);
  expect(gateway.seen.map(({ url }) => url)).toEqual([
    '/api/core/tasks/t/events',
    '/api/core/tasks/t/result?wait=30',
  ]);
});

it('falls back to polls when the stream is refused or cut', async () => {
  answerPolls([200, ENDED]);
  expect(await client.waitFor('t', { onProgress: () => undefined })).toEqual(ENDED);
  answerStream(['snapshot', snapshot]);
  expect(await client.waitFor('t', { onProgress: () => undefined })).toEqual(ENDED);
  expect(gateway.seen.filter(({ url }) => url.includes('/events'))).toHaveLength(2);
});

it('ends with what onProgress throws', async () => {
  gateway.answer = ({ url }, response) => {
    if (!url.includes('/result')) json(response, 200, { status: 'PENDING' });
  };
  const onProgress = () => {
    throw new Error('mine');
  };
  await expect(client.waitFor('t', { onProgress })).rejects.toThrow('mine');
});

it.each([
  ['a poll', () => undefined],
  ['a pause', null],
])('stops at once during %s when told to', async (_, answer) => {
  const enough = new AbortController();
  if (answer) gateway.answer = answer;
  else answerPolls([503, { title: 'away' }, { 'retry-after': '60' }]);
  const waiting = client.waitFor('t', { signal: enough.signal });
  while (gateway.seen.length === 0) await new Promise(setImmediate);
  enough.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
});
