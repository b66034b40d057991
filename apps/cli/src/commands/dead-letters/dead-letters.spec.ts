import { CapturedRuns } from '../../testing/captured-run.js';
import { FakeGateway, problem } from '../../testing/fake-gateway.js';

const [ONE, TWO] = ['01900000-0000-7000-8000-00000000000a', '01900000-0000-7000-8000-00000000000b'];
const TASK = '01900000-0000-7000-8000-000000000001';

let gateway: FakeGateway;
let runs: CapturedRuns;

beforeEach(async () => {
  [gateway, runs] = await Promise.all([FakeGateway.start(), CapturedRuns.create()]);
});

afterEach(async () => {
  await gateway.stop();
  await runs.remove();
});

const celerity = (...args: string[]) =>
  runs.run(['dead-letters', ...args], {
    env: { CELERITY_URL: gateway.url, CELERITY_TOKEN: 't', COLUMNS: '160' },
  });
const lines = () => gateway.seen.map(({ line }) => line);
const bodies = () => gateway.seen.map(({ body }) => body);

const letter = {
  id: ONE,
  task_id: null,
  task_name: 'default.test_task',
  queue: 'default',
  cause: 'malformed',
  attempts: 1,
  first_error: null,
  last_error: { type: 'MalformedMessage', message: 'body is \u001b[31mnot JSON' },
  arrived_at: new Date(Date.now() - 61_000).toISOString(),
  arrivals: 1,
  size_bytes: 70_000,
  state: 'open',
  resolved_by: null,
  resolved_at: null,
  replayed_as: null,
  readable: false,
  args: null,
  kwargs: null,
  content_type: null,
  headers: { attempt: 2 },
  body: { encoding: 'base64', content: '/wD+', truncated: true },
  replays: [
    {
      replay: 1,
      task_id: TASK,
      task_name: 'default.test_task',
      edited: true,
      by: 'olga',
      at: new Date().toISOString(),
    },
  ],
};

it('lists with filters, and shows control characters instead of sending them', async () => {
  gateway.on('GET /dead-letters', [200, { count: 1, results: [letter], next_cursor: null }]);
  const { code, out } = await celerity('list', '--state', 'OPEN', '--queue', 'default', '--limit', '5');
  expect([code, lines()]).toEqual([0, ['GET /dead-letters?queue=default&state=open&limit=5']]);
  expect(out).toContain(ONE);
  expect(out).toContain('MalformedMessage: body is \\u001b[31mnot JSON');
  gateway.on('GET /dead-letters', [200, { count: 0, results: [], next_cursor: null }]);
  expect((await celerity('list')).out).toBe('There are no dead letters.\n');
  expect((await celerity('list', '--lang', 'zh')).out).toBe('没有死信。\n');
});

it('shows one with what was done with it', async () => {
  gateway.on(`GET /dead-letters/${ONE}`, [200, letter]);
  const { out } = await celerity('show', ONE as string);
  for (const part of ['base64:/wD+', '… of 70000 bytes', TASK, 'olga', '"attempt": 2'])
    expect(out).toContain(part);
});

it('replays one, edited', async () => {
  gateway.on('POST /dead-letters', [
    200,
    { id: ONE, task_id: TASK, task_name: 'x', queue: 'default', replay: 1 },
  ]);
  const { code, out } = await celerity(
    'replay',
    ONE as string,
    '--as-task',
    'test_task',
    '--kwargs',
    '{"a": 1}',
  );
  expect([code, lines(), bodies()]).toEqual([
    0,
    [`POST /dead-letters/${ONE}/replay`],
    [{ task_name: 'test_task', kwargs: { a: 1 } }],
  ]);
  expect(out).toContain(`${ONE} was sent as task ${TASK}`);
});

it('replays and discards many, and fails when some were refused', async () => {
  const results = [
    { id: ONE, done: true, task_id: TASK, reason: null },
    { id: TWO, done: false, task_id: null, reason: 'was discarded' },
  ];
  gateway.on('POST /dead-letters', [200, { done: 1, refused: 1, results, left: 7 }]);
  const some = await celerity('replay', '--cause', 'crashed', '--limit', '2');
  expect([some.code, bodies()]).toEqual([1, [{ filter: { cause: 'crashed' }, limit: 2 }]]);
  expect(some.out).toBe(`${ONE} was sent as task ${TASK}\n${TWO}: was discarded\n`);
  expect(some.err).toContain('7 more match');
  await celerity('discard', ONE as string, TWO as string);
  await celerity('discard', '--all');
  expect(gateway.seen.slice(1).map(({ line, body }) => [line, body])).toEqual([
    ['POST /dead-letters/discard', { ids: [ONE, TWO] }],
    ['POST /dead-letters/discard', { filter: {} }],
  ]);
});

it('acts on all only when told to, and says what is wrong', async () => {
  for (const args of [
    ['replay'],
    ['discard'],
    ['replay', '--all', '--kwargs', '{}'],
    ['discard', ONE as string, '--all'],
  ])
    expect([args, (await celerity(...args)).code]).toEqual([args, 2]);
  expect(gateway.seen).toEqual([]);
  gateway.on(
    'POST /dead-letters',
    problem(409, 'dead-letter-resolved', { detail: `Dead letter ${ONE} was discarded` }),
  );
  const { code, err } = await celerity('replay', ONE as string);
  expect([code, err.includes('was discarded')]).toEqual([1, true]);
});
