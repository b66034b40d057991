import type { Diagnostics } from '@celerity/contracts';
import { TestSystem } from '../testing/test-system.js';

let system: TestSystem;

beforeAll(async () => {
  system = await TestSystem.start();
});

afterAll(() => system?.stop());

const statusOf = async (path: string, as?: 'viewer' | 'operator' | 'admin') =>
  (await system.gateway.ask(path, as ? { as } : {})).status;

it('shows workers to admins only', async () => {
  expect(await statusOf('/api/core/workers')).toBe(401);
  expect(await statusOf('/api/core/workers', 'operator')).toBe(403);
  const reply = await system.gateway.ask('/api/core/workers', { as: 'admin' });
  expect(reply.json()).toMatchObject({ count: 1, results: [{ worker_id: 'w', status: 'offline' }] });
  // Without a barrier a history that lags would show the living as dead.
  expect(system.monitor.workerQueries.at(-1)?.barrier_id).toEqual(expect.any(String));
});

it('shows queues and statistics of tasks to viewers, the overview to admins', async () => {
  expect((await system.gateway.ask('/api/core/workers/queues/', { as: 'viewer' })).json()).toEqual({
    count: 0,
    results: [],
  });
  expect((await system.gateway.ask('/api/core/tasks/stats', { as: 'viewer' })).json()).toEqual({
    window: '24h',
    count: 0,
    results: [],
  });
  expect(
    (await system.gateway.ask('/api/core/tasks/stats?window=7d', { as: 'viewer' })).json(),
  ).toMatchObject({
    window: '7d',
  });
  expect(await statusOf('/api/core/stats', 'viewer')).toBe(403);
  expect(await statusOf('/api/core/stats', 'admin')).toBe(200);
});

it('tells viewers what may be wrong: versions, clocks, limits, dependencies', async () => {
  expect(await statusOf('/api/core/diagnostics')).toBe(401);
  const reply = await system.gateway.ask('/api/core/diagnostics', { as: 'viewer' });
  const found = reply.json<Diagnostics>();
  expect(found).toMatchObject({ broker_consumer_timeout_ms: 2_100_000, overlong_tasks: [] });
  expect(found.version).toMatch(/^\d+\.\d+\.\d+/);
  expect(found.dependencies).toEqual(
    expect.arrayContaining(['postgres', 'broker'].map((name) => ({ name, status: 'up', message: null }))),
  );
  const skewMs = Date.parse(found.gateway_time) - Date.parse(String(found.database_time));
  expect(Math.abs(skewMs)).toBeLessThan(1_000);
});

it('refuses a window that there is not, by name', async () => {
  const reply = await system.gateway.ask('/api/core/tasks/stats?window=1y', { as: 'viewer' });
  expect(reply.status).toBe(400);
  expect(reply.text).toContain('window');
});

it('knows no log of a task that there is not, and refuses a wrong page', async () => {
  const logs = '/api/core/tasks/018f0000-0000-7000-8000-000000000004/logs';
  expect(await statusOf(logs, 'viewer')).toBe(404);
  expect(await statusOf(`${logs}?limit=0`, 'viewer')).toBe(400);
  expect(await statusOf(logs)).toBe(401);
});

it('passes the parent on when children are asked for', async () => {
  const id = '018f0000-0000-7000-8000-000000000004';
  expect(await statusOf(`/api/core/tasks/${id}/children?limit=5`, 'viewer')).toBe(200);
  expect(system.monitor.listQueries.at(-1)?.filter).toEqual({ parent_id: id, limit: 5 });
  expect(await statusOf(`/api/core/tasks/${id}/children?active=true`, 'viewer')).toBe(200);
  expect(await statusOf(`/api/core/tasks/${id}/children?active=perhaps`, 'viewer')).toBe(400);
});
