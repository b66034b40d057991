import { until } from '@celerity/messaging/testing';
import type { JournalEvent } from '@celerity/contracts';
import { TestSystem } from '../testing/test-system.js';

let system: TestSystem;

beforeEach(async () => {
  system = await TestSystem.start();
});

afterEach(async () => {
  system?.broker.proxy.resume();
  await system?.stop();
});

async function timed<T>(work: Promise<T>): Promise<[T, number]> {
  const begin = performance.now();
  return [await work, performance.now() - begin];
}

const send = () =>
  system.gateway.ask('/api/core/tasks', { as: 'operator', body: { task_name: 'test_task' } });

it('says 503 within two seconds when the broker does not answer, and that the outcome is unknown', async () => {
  system.broker.proxy.stall();
  const [reply, ms] = await timed(send());
  expect(ms).toBeLessThan(2_000);
  expect(reply.status).toBe(503);
  expect(reply.headers.get('retry-after')).toBe('2');
  const { outcome, task_id, detail } = reply.json<Record<string, string>>();
  expect(outcome).toBe('unknown');
  expect(detail).toContain(`/api/core/tasks/${task_id}`);
});

it('says 503 within two seconds when the broker is gone, and takes tasks when it is back', async () => {
  await system.broker.proxy.close();
  await until('it is noticed', async () => (await system.gateway.ask('/health/ready')).status === 503);
  const [reply, ms] = await timed(send());
  expect(ms).toBeLessThan(2_000);
  expect(reply.status).toBe(503);
  expect(reply.json()).toMatchObject({ type: 'urn:celerity:problem:not-accepted' });
  const [shown] = await timed(
    system.gateway.ask('/api/core/tasks/01900000-0000-7000-8000-000000000000/result', { as: 'viewer' }),
  );
  expect(shown.status).toBe(503);
  expect((await system.gateway.ask('/health/live')).status).toBe(200);
});

it('takes tasks again after a lost connection', async () => {
  system.broker.proxy.cut();
  await until('a task is accepted', async () => (await send()).status === 201);
});

it('says 503 when no queue takes the task, and withdraws it', async () => {
  await system.broker.deleteQueue(system.broker.names.queue('default'));
  const seen: JournalEvent[] = [];
  const { projection } = system.monitor;
  const apply = projection.apply.bind(projection);
  projection.apply = (event) => {
    seen.push(event);
    apply(event);
  };
  const reply = await send();
  expect(reply.status).toBe(503);
  expect(reply.json()).toMatchObject({ type: 'urn:celerity:problem:not-accepted' });
  expect(reply.json<{ detail: string }>().detail).toContain('no queue takes');
  await until('it is withdrawn', () => seen.some(({ type }) => type === 'refused'));
});

it('says 503 when the monitor is away', async () => {
  await system.monitor.stop();
  for (const path of ['', '/history', '/01900000-0000-7000-8000-000000000000']) {
    const reply = await system.gateway.ask(`/api/core/tasks${path}`, { as: 'viewer' });
    expect(reply.status).toBe(503);
    expect(reply.headers.get('retry-after')).toBe('2');
    expect(reply.json()).toMatchObject({ type: 'urn:celerity:problem:monitor-unavailable' });
  }
  expect((await send()).status).toBe(201);
});
