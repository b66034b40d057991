import type { Problem } from '@celerity/contracts';
import { Api } from './support/api.ts';
import { System } from './support/system.ts';

let system: System;

beforeAll(async () => {
  system = await System.start();
});

afterAll(() => system.stop());

const send = (body: unknown) => system.api.post<Problem>('/api/core/tasks', body);

it.each([
  ['an unknown task', { task_name: 'tset_task' }, 400, 'task_name', /did you mean.*test_task/i],
  [
    'a wrong argument type',
    { task_name: 'test_task', kwargs: { message: 5 } },
    422,
    'kwargs.message',
    /string/,
  ],
  [
    'an unknown argument',
    { task_name: 'test_task', kwargs: { colour: 'red' } },
    422,
    'kwargs.colour',
    /not a known/,
  ],
  ['an unknown field', { task_name: 'test_task', colour: 'red' }, 400, 'colour', /not a known/],
  ['a field of the wrong type', { task_name: 'test_task', priority: 'high' }, 400, 'priority', /.+/],
  [
    'a line break in a subject',
    {
      task_name: 'send_notification_email',
      kwargs: { email: 'a@b.example', subject: 'a\r\nBcc: c@d.example', message: 'x' },
    },
    422,
    'kwargs.subject',
    /.+/,
  ],
])('refuses %s, naming the field', async (_, body, status, field, message) => {
  const answer = await send(body);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.body.errors).toContainEqual({ field, message: expect.stringMatching(message) });
});

it('refuses a body over the limit, broken JSON and polluted JSON', async () => {
  expect((await send({ task_name: 'test_task', kwargs: { message: 'x'.repeat(1_100_000) } })).status).toBe(
    413,
  );
  expect((await send('{"task_name":')).status).toBe(400);
  expect((await send('{"task_name":"test_task","__proto__":{"x":1}}')).status).toBe(400);
});

it('answers a path that is none as a problem too', async () => {
  const answer = await system.api.get<Problem>('/%zz');
  expect(answer.status).toBe(400);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
});

it('asks who is there, and what they may', async () => {
  const nobody = new Api(system.services.gateway.url);
  const answer = await nobody.post<Problem>('/api/core/tasks', { task_name: 'test_task' });
  expect(answer.status).toBe(401);
  expect(answer.headers.get('www-authenticate')).toContain('Bearer');
  expect((await nobody.get('/api/core/tasks')).status).toBe(401);
});

it('refuses a cursor that no page has given out', async () => {
  const answer = await system.api.get<Problem>('/api/core/tasks/history?cursor=made-up');
  expect(answer.status).toBe(400);
  expect(answer.body.errors?.[0]?.field).toBe('cursor');
});

it('has queued nothing of all that', async () => {
  expect(await system.broker.ready(system.broker.names.queue('default'))).toBe(0);
  expect((await system.api.history('limit=200')).results).toEqual([]);
});

it('answers under paths with and without a trailing slash, with documentation and metrics', async () => {
  expect((await system.api.get('/api/core/tasks/')).status).toBe(200);
  const document = await system.api.get<{ paths: Record<string, unknown> }>('/openapi.json');
  expect(Object.keys(document.body.paths)).toContain('/api/core/tasks');
  for (const service of Object.values(system.services)) {
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    expect(metrics).toContain('nodejs_eventloop_lag');
    expect(metrics).toMatch(/celerity_health_up\{.*dependency="broker".*\} 1/);
  }
  const monitor = await (await fetch(`${system.services.monitor.url}/metrics`)).text();
  expect(monitor).toMatch(/celerity_queue_depth\{.*queue="default".*\} 0/);
});
