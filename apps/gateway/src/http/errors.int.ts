import { TestSystem } from '../testing/test-system.js';

let system: TestSystem;

beforeAll(async () => {
  system = await TestSystem.start();
});

afterAll(() => system?.stop());

interface ProblemBody {
  type: string;
  status: number;
  detail: string;
  instance: string;
  request_id: string;
  errors?: { field: string; message: string }[];
}

async function problem(path: string, request: Parameters<typeof system.gateway.ask>[1] = {}) {
  const reply = await system.gateway.ask(path, request);
  expect(reply.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const body = reply.json<ProblemBody>();
  expect(body.status).toBe(reply.status);
  expect(reply.headers.get('x-request-id')).toBe(body.request_id);
  return { ...body, headers: reply.headers, kind: body.type.replace('urn:celerity:problem:', '') };
}

const send = (body: unknown) => problem('/api/core/tasks', { as: 'operator', body });
const raw = (text: string | Uint8Array<ArrayBuffer>, type = 'application/json') =>
  problem('/api/core/tasks', { as: 'operator', raw: text, headers: { 'content-type': type } });

describe('a task that is not accepted', () => {
  afterAll(async () => {
    expect(await system.broker.ready(system.broker.names.queue('default'))).toBe(0);
    expect(system.monitor.projection.tasks.size).toBe(0);
  });

  it('is unknown: says which one may be meant', async () => {
    const { status, errors } = await send({ task_name: 'tst_task' });
    expect(status).toBe(400);
    expect(errors).toEqual([{ field: 'task_name', message: 'is not a known task; did you mean test_task?' }]);
    const hostile = await send({ task_name: 'constructor' });
    expect(hostile.errors?.[0]?.message).toContain('GET /api/core/task-types');
  });

  it('has an argument of a wrong type, an unknown one, or one too many', async () => {
    const wrong = await send({ task_name: 'test_task', kwargs: { message: 7, loud: true } });
    expect(wrong).toMatchObject({ status: 422, kind: 'invalid-arguments' });
    expect(wrong.detail).toContain('takes the arguments message');
    expect(wrong.errors).toEqual(
      expect.arrayContaining([
        { field: 'kwargs.message', message: 'must be a string' },
        expect.objectContaining({ field: 'kwargs.loud' }),
      ]),
    );
    const many = await send({ task_name: 'test_task', args: ['a', 'b'] });
    expect(many.errors?.[0]).toMatchObject({ field: 'args.1' });
    const none = await send({ task_name: 'debug_task', kwargs: { a: 1 } });
    expect(none.detail).toContain('takes no arguments');
  });

  it('has unknown and malformed fields', async () => {
    const { status, errors } = await send({
      task_name: 'test_task',
      bogus: 1,
      priority: 11,
      eta: '2030-01-01T00:00:00',
    });
    expect(status).toBe(400);
    expect(errors?.map(({ field }) => field)).toEqual(['bogus', 'eta', 'priority']);
    expect(errors?.[0]?.message).toMatch(/^is not a known field; known are args, countdown, .*task_name/);
    expect(errors?.[1]?.message).toContain('with a zone, such as');
  });

  it('lacks its name', async () => {
    expect((await send({})).errors).toEqual([
      { field: 'task_name', message: expect.stringMatching(/^is missing: it must be/) },
    ]);
  });

  it('asks for another queue, a soft limit above the hard one, and the past', async () => {
    const { status, errors } = await send({
      task_name: 'test_task',
      queue: 'finance',
      soft_time_limit: 10,
      time_limit: 5,
      expires: '2020-01-01T00:00:00Z',
      countdown: 1,
      delay: 1,
    });
    expect(status).toBe(422);
    expect(errors?.map(({ field }) => field)).toEqual(['queue', 'soft_time_limit', 'delay', 'expires']);
  });

  it.each(['null', '[]', '"x"', '7'])('is no object: %s', async (text) => {
    expect(await raw(text)).toMatchObject({
      status: 400,
      errors: [{ field: 'body', message: 'must be a JSON object' }],
    });
  });

  it('is malformed JSON: says where', async () => {
    const broken = await raw('{"task_name":"test_task",}');
    expect(broken).toMatchObject({ status: 400, kind: 'malformed-json', errors: [{ field: 'body' }] });
    expect(broken.detail).toContain('position 25');
    expect((await raw('')).detail).toContain('it is empty');
    expect((await raw(new Uint8Array([0x22, 0xff, 0x22]))).kind).toBe('malformed-json');
  });

  it('is nothing at all, whatever the header says, where a body is needed and where none is', async () => {
    const whatever: Record<string, string>[] = [{}, { 'content-type': 'application/json' }];
    for (const headers of whatever) {
      const none = await problem('/api/core/tasks', { as: 'operator', method: 'POST', headers });
      expect(none).toMatchObject({ status: 400, kind: 'malformed-json', errors: [{ field: 'body' }] });
      const path = '/api/core/tasks/01900000-0000-7000-8000-000000000000/retry';
      expect((await problem(path, { as: 'operator', method: 'POST', headers })).status).toBe(404);
    }
  });

  it('says a field twice: which one counts is nobody’s to guess', async () => {
    const twice = await raw('{"task_name":"test_task","kwargs":{"message":"a"},"task_name":"debug_task"}');
    expect(twice).toMatchObject({ status: 400, kind: 'repeated-name', errors: [{ field: 'body' }] });
    expect(twice.detail).toContain('"task_name" twice');
    const inside = await raw('{"task_name":"test_task","kwargs":{"message":"a","message":"b"}}');
    expect(inside.detail).toContain('"message" twice');
  });

  it.each([
    ['{"task_name":"test_task","__proto__":{"admin":true}}', 'body.__proto__'],
    ['{"task_name":"test_task","constructor":{"prototype":{}}}', 'body.constructor'],
    ['{"task_name":"test_task","kwargs":{"__proto__":1}}', 'kwargs.__proto__'],
    ['{"task_name":"test_task","kwargs":{"message":12345678901234567890}}', 'kwargs.message'],
    ['{"task_name":"test_task","kwargs":{"message":"a\\u0000b"}}', 'kwargs.message'],
  ])('is hostile: %s', async (text, field) => {
    expect(await raw(text)).toMatchObject({ status: 400, errors: [{ field }] });
  });

  it('is nested without end', async () => {
    const deep = `{"task_name":"test_task","args":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    const { status, errors } = await raw(deep);
    expect(status).toBe(400);
    expect(errors?.[0]?.message).toBe('is nested deeper than 32 levels');
  });

  it('is larger than 1 MiB', async () => {
    const body = JSON.stringify({ task_name: 'test_task', kwargs: { message: 'x'.repeat(1024 * 1024) } });
    expect(await raw(body)).toMatchObject({
      status: 413,
      kind: 'body-too-large',
      errors: [{ field: 'body' }],
    });
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'image/png',
  ])('is not JSON but %s', async (type) => {
    expect(await raw('a=b', type)).toMatchObject({ status: 415, errors: [{ field: 'Content-Type' }] });
  });
});

it('names a bad task id and bad query fields', async () => {
  expect(await problem('/api/core/tasks/abc', { as: 'viewer' })).toMatchObject({
    status: 400,
    errors: [{ field: 'task_id' }],
  });
  const lists = await problem('/api/core/tasks/history?limit=500&foo=1&status=DONE', { as: 'viewer' });
  expect(lists.errors?.map(({ field }) => field).sort()).toEqual(['foo', 'limit', 'status']);
  const hostile = await problem('/api/core/tasks?q=a%00b', { as: 'viewer' });
  expect(hostile.errors).toEqual([{ field: 'q', message: 'must not contain a NUL character' }]);
  const id = '01900000-0000-7000-8000-000000000000';
  const wait = await problem(`/api/core/tasks/${id}/result?wait=61`, { as: 'viewer' });
  expect(wait.errors).toEqual([{ field: 'wait', message: 'must not be greater than 60' }]);
});

it('tells a wrong path from a wrong method', async () => {
  const path = await problem('/api/core/taks?secret=1');
  expect(path).toMatchObject({ status: 404, kind: 'not-found', instance: '/api/core/taks' });
  const method = await problem('/api/core/auth/token');
  expect(method).toMatchObject({ status: 405, kind: 'method-not-allowed' });
  expect(method.headers.get('allow')).toBe('OPTIONS, POST');
});

it('keeps a sane request id and replaces any other', async () => {
  const sane = await problem('/nowhere', { headers: { 'x-request-id': 'my-request.1' } });
  expect(sane.request_id).toBe('my-request.1');
  const other = await problem('/nowhere', { headers: { 'x-request-id': 'a b;<script>' } });
  expect(other.request_id).toMatch(/^[0-9a-f-]{36}$/);
});

it('sends security headers, and lets no other origin read answers', async () => {
  const { headers } = await problem('/nowhere', { headers: { origin: 'https://evil.example' } });
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('access-control-allow-origin')).toBeNull();
});

it('measures requests by route and status', async () => {
  await problem('/api/core/tasks/abc', { as: 'viewer' });
  const { text } = await system.gateway.ask('/metrics');
  expect(text).toMatch(
    /celerity_http_request_duration_seconds_count\{.*method="GET",route="\/api\/core\/tasks\/:task_id",status="400"\} \d/,
  );
  expect(text).toContain('route="unmatched",status="404"');
});
