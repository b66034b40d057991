import { isFinal, TASK_STATES } from '@celerity/contracts';
import { ApiProblem } from './api-problem.js';
import { CelerityClient } from './celerity-client.js';
import { hasEnded, STATES } from './final-states.js';
import { FakeGateway, json } from './testing/fake-gateway.js';
import { Unreachable } from './unreachable.js';

let gateway: FakeGateway;
let client: CelerityClient;

beforeEach(async () => {
  gateway = await FakeGateway.start();
  client = new CelerityClient({ baseUrl: `${gateway.url}/`, token: 'old' });
});

afterEach(() => gateway.stop());

/** What a rejected promise was rejected with. */
async function refusal<T>(kind: new (...args: never[]) => T, promise: Promise<unknown>): Promise<T> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof kind)) throw new Error(`not a ${kind.name}: ${String(error)}`);
  return error;
}

it('says that a port speaks no TLS in plain words', async () => {
  const secure = new CelerityClient({ baseUrl: gateway.url.replace('http:', 'https:') });
  const { message } = await refusal(Unreachable, secure.taskTypes());
  expect(message).toMatch(/it speaks no TLS there; use http:\/\/$/);
});

it('takes a token with a line break at its end, as files have it', async () => {
  gateway.answer = (_, response) => json(response, 200, []);
  await new CelerityClient({ baseUrl: gateway.url, token: 'kept\n' }).taskTypes();
  expect(gateway.seen).toMatchObject([{ authorization: 'Bearer kept' }]);
});

it('logs in and uses the token from then on', async () => {
  gateway.answer = (_, response) => json(response, 200, { access_token: 'new', expires_in: 60 });
  await client.logIn('ada', 'secret');
  await client.taskTypes();
  expect(gateway.seen).toEqual([
    {
      method: 'POST',
      url: '/api/core/auth/token',
      authorization: 'Bearer old',
      body: { username: 'ada', password: 'secret' },
    },
    { method: 'GET', url: '/api/core/task-types', authorization: 'Bearer new', body: null },
  ]);
});

it('sends an API key as a token, and nothing when it has neither', async () => {
  await new CelerityClient({ baseUrl: gateway.url, apiKey: 'ck_1' }).taskTypes();
  await new CelerityClient({ baseUrl: gateway.url }).taskTypes();
  expect(gateway.seen.map(({ authorization }) => authorization)).toEqual(['Bearer ck_1', null]);
});

it('sends a task with what is said about it', async () => {
  gateway.answer = (_, response) => json(response, 201, { task_id: 'x', status: 'PENDING' });
  const accepted = await client.send('test_task', { kwargs: { message: '你好' }, countdown: 3 });
  expect(accepted.task_id).toBe('x');
  expect(gateway.seen[0]).toMatchObject({
    method: 'POST',
    url: '/api/core/tasks',
    body: { task_name: 'test_task', kwargs: { message: '你好' }, countdown: 3 },
  });
});

it('sends many, and an ended one again, once with a key', async () => {
  gateway.answer = (_, response) => json(response, 200, { accepted: 1, refused: 0, results: [] });
  await client.sendBatch([{ task_name: 'test_task' }], { idempotencyKey: 'k' });
  await client.retry('a/b', { kwargs: { message: 'x' } });
  expect(gateway.seen).toMatchObject([
    { method: 'POST', url: '/api/core/tasks/batch', body: { tasks: [{ task_name: 'test_task' }] } },
    { method: 'POST', url: '/api/core/tasks/a%2Fb/retry', body: { kwargs: { message: 'x' } } },
  ]);
});

it('asks for one task, keeping its id in its place', async () => {
  await client.task('../auth?x');
  await client.result('a', { waitS: 5 });
  await client.result('a');
  expect(gateway.seen.map(({ url }) => url)).toEqual([
    '/api/core/tasks/..%2Fauth%3Fx',
    '/api/core/tasks/a/result?wait=5',
    '/api/core/tasks/a/result?wait=0',
  ]);
});

it('passes filters, leaving out what is not given', async () => {
  await client.active({ status: 'STARTED', queue: undefined, limit: 5 });
  await client.history({ q: 'a&b=c' });
  await client.history();
  expect(gateway.seen.map(({ url }) => url)).toEqual([
    '/api/core/tasks?status=STARTED&limit=5',
    '/api/core/tasks/history?q=a%26b%3Dc',
    '/api/core/tasks/history',
  ]);
});

it('goes through a list page after page, no further than is wanted', async () => {
  gateway.answer = ({ url }, response) => {
    const page = Number(new URL(url, gateway.url).searchParams.get('cursor') ?? 0);
    const results = [{ task_id: `${page}a` }, { task_id: `${page}b` }];
    json(response, 200, { count: 2, results, next_cursor: page < 2 ? String(page + 1) : null });
  };
  const ids: string[] = [];
  for await (const { task_id } of client.each('history', { queue: 'default' })) ids.push(task_id);
  expect(ids).toEqual(['0a', '0b', '1a', '1b', '2a', '2b']);
  expect(gateway.seen[2]?.url).toBe('/api/core/tasks/history?queue=default&cursor=2');
  for await (const { task_id } of client.each('active')) if (task_id === '0b') break;
  expect(gateway.seen).toHaveLength(4);
});

it('says all that a refusal says', async () => {
  const problem = {
    type: 'urn:celerity:problem:invalid-arguments',
    title: 'Unprocessable Content',
    status: 422,
    detail: 'Correct it.',
    errors: [{ field: 'kwargs.x', message: 'must be a string' }],
    request_id: 'r1',
  };
  gateway.answer = (_, response) => json(response, 422, problem);
  const error = await refusal(ApiProblem, client.send('x'));
  expect(error).toMatchObject({
    status: 422,
    kind: 'invalid-arguments',
    message: 'Correct it.',
    errors: problem.errors,
    requestId: 'r1',
    outcome: null,
    retryAfterS: null,
    isTemporary: false,
  });
});

it.each([
  ['7', 7],
  ['Wed, 21 Oct 2015 07:28:00 GMT', 0],
  ['soon', null],
])('reads Retry-After: %s', async (header, seconds) => {
  gateway.answer = (_, response) =>
    json(response, 503, { title: 'x', outcome: 'unknown', task_id: 't' }, { 'retry-after': header });
  const error = await refusal(ApiProblem, client.send('x'));
  expect(error).toMatchObject({
    retryAfterS: seconds,
    outcome: 'unknown',
    taskId: 't',
    isTemporary: true,
    kind: null,
  });
});

it("makes the best of a proxy's error page", async () => {
  gateway.answer = (_, response) => response.writeHead(502).end('<h1>Bad gateway</h1>\n<p>nginx</p>');
  const error = await refusal(ApiProblem, client.taskTypes());
  expect(error).toMatchObject({ status: 502, title: 'Bad Gateway', detail: 'Bad gateway nginx', kind: null });
});

it('tells a server that is not Celerity', async () => {
  gateway.answer = (_, response) => response.end('<html>hello</html>');
  const error = await refusal(Unreachable, client.taskTypes());
  expect(error.reason).toBe('not-celerity');
});

it('tells a server that is not there', async () => {
  await gateway.stop();
  const error = await refusal(Unreachable, client.taskTypes());
  expect(error.reason).toBe('network');
  expect(error.message).toContain('ECONNREFUSED');
});

it('tells a server that takes too long, apart from a caller who has had enough', async () => {
  gateway.answer = () => undefined;
  const impatient = new CelerityClient({ baseUrl: gateway.url, timeoutMs: 50 });
  expect((await refusal(Unreachable, impatient.taskTypes())).reason).toBe('timeout');
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(client.taskTypes({ signal })).rejects.toThrow('enough');
});

it('uses the fetch it is given, and passes on what that throws', async () => {
  const broken = new CelerityClient({
    baseUrl: 'http://x',
    fetch: () => Promise.reject(new RangeError('odd')),
  });
  await expect(broken.taskTypes()).rejects.toThrow(RangeError);
});

it('downloads a file as it comes, and tells when it breaks off', async () => {
  gateway.answer = ({ url }, response) => {
    const headers = { 'content-disposition': 'attachment; filename="a.csv"', 'x-checksum-sha256': 'ff' };
    response.writeHead(200, { ...headers, 'content-length': '4', 'content-type': 'text/csv' });
    if (url.includes('exports')) response.end('a,b\n');
    else response.write('a,', () => response.destroy());
  };
  const { chunks, close: _, ...file } = await client.downloads.export('a/b');
  expect(file).toEqual({ fileName: 'a.csv', mediaType: 'text/csv', bytes: 4, sha256: 'ff' });
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  expect(Buffer.concat(parts).toString()).toBe('a,b\n');
  const broken = await client.downloads.report('monthly', 'json');
  const readAll = async () => {
    for await (const chunk of broken.chunks) parts.push(chunk);
  };
  expect((await refusal(Unreachable, readAll())).reason).toBe('network');
  expect(gateway.seen.map(({ url }) => url)).toEqual([
    '/api/core/exports/a%2Fb',
    '/api/core/reports/monthly/json',
  ]);
});

it('knows the states of the contracts', () => {
  expect(STATES).toEqual(TASK_STATES);
  for (const status of TASK_STATES) expect(hasEnded({ status })).toBe(isFinal(status));
});
