import { CelerityClient } from '@celerity/client';
import { until } from '@celerity/messaging/testing';
import { ADMIN_PASSWORD, System } from './support/system.ts';

let system: System;
let client: CelerityClient;

beforeAll(async () => {
  system = await System.start();
  client = new CelerityClient({ baseUrl: system.services.gateway.url });
  await client.logIn('admin', ADMIN_PASSWORD);
});

afterAll(() => system?.stop());

const problemOf = (asked: Promise<unknown>) =>
  asked.then(
    () => null,
    (error: { problem: { status: number; type: string; errors?: { field: string }[] } }) => error.problem,
  );

it('ships the five, and shows how they are', async () => {
  const { count, results } = await client.schedules.list({});
  expect(count).toBe(5);
  expect(results.map(({ source, status, overdue_seconds }) => [source, status, overdue_seconds < 5])).toEqual(
    Array.from({ length: 5 }, () => ['code', 'active', true]),
  );
});

it('fires what is created, shows its last result, runs it by hand, and keeps who did what', async () => {
  const made = await client.schedules.create({
    id: 'tick',
    task_name: 'debug_task',
    every_seconds: 1,
    overlap: 'skip',
  });
  expect(made).toMatchObject({ status: 'active', version: 1, overlap: 'skip' });
  await until('two runs have succeeded', async () => {
    const { results } = await client.history({ task_name: 'debug_task', status: 'SUCCESS' });
    return results.filter(({ schedule }) => schedule === 'tick').length >= 2;
  });
  await client.schedules.pause('tick');
  await until('the last one has succeeded', async () => {
    const { last, status } = await client.schedules.show('tick');
    return status === 'paused' && last?.task_status === 'SUCCESS';
  });
  const { task_id } = await client.schedules.run('tick');
  expect((await client.waitFor(task_id)).status).toBe('SUCCESS');
  expect(await client.task(task_id)).toMatchObject({ schedule: 'tick', submitted_by: 'admin' });
  const { results } = await client.schedules.changes('tick');
  expect(results.map(({ actor, action }) => [actor, action])).toEqual([
    ['admin', 'run'],
    ['admin', 'paused'],
    ['admin', 'created'],
  ]);
  expect(results[0]?.after).toEqual({ task_id });
});

it('refuses what cannot fire, and edits of what was changed meanwhile, saying why', async () => {
  const wrong = await problemOf(
    client.schedules.create({
      id: 'never',
      task_name: 'debug_task',
      cron: '0 0 30 2 *',
      timezone: 'Mars/Olympus',
    }),
  );
  expect(wrong).toMatchObject({ status: 422, type: 'urn:celerity:problem:invalid-schedule' });
  expect(await problemOf(client.schedules.show('never'))).toMatchObject({ status: 404 });
  const { version } = await client.schedules.create({
    id: 'edited',
    task_name: 'debug_task',
    cron: '0 0 1 1 *',
  });
  await client.schedules.edit('edited', { priority: 8 }, { version });
  expect(await problemOf(client.schedules.edit('edited', { priority: 2 }, { version }))).toMatchObject({
    status: 412,
    type: 'urn:celerity:problem:version-conflict',
  });
  expect(await client.schedules.show('edited')).toMatchObject({ priority: 8, version: 2 });
  const again = client.schedules.create({ id: 'edited', task_name: 'debug_task', cron: '0 0 1 1 *' });
  expect(await problemOf(again)).toMatchObject({ status: 409 });
  expect((await client.schedules.next('edited', 2)).results).toHaveLength(2);
});

it('does not ship again what was deleted', async () => {
  await client.schedules.delete('generate_weekly_report');
  await system.services.beat.stop();
  await system.services.beat.start();
  await until('beat answers', async () => (await problemOf(client.schedules.list({}))) === null);
  const { results } = await client.schedules.list({});
  expect(results.map(({ id }) => id)).not.toContain('generate_weekly_report');
  expect(results.map(({ id }) => id)).toContain('generate_hourly_report');
});

it('lists delayed tasks, and moves them', async () => {
  const { task_id } = await client.send('debug_task', { countdown: 3_600 });
  const isListed = async () =>
    (await client.active({ delayed: true })).results.some((task) => task.task_id === task_id);
  await until('it is listed', isListed);
  const eta = new Date(Date.now() + 7_200_000).toISOString();
  expect(await client.reschedule(task_id, { eta })).toEqual({ task_id, eta });
  expect(await client.task(task_id)).toMatchObject({ eta, status: 'PENDING' });
  await client.reschedule(task_id, { countdown: 0 });
  expect((await client.waitFor(task_id)).status).toBe('SUCCESS');
  expect(await problemOf(client.reschedule(task_id, { countdown: 5 }))).toMatchObject({
    status: 409,
    type: 'urn:celerity:problem:not-waiting',
  });
  await until('it is listed no more', async () => !(await isListed()));
  const nobody = '018f0000-0000-7000-8000-000000000001';
  expect(await problemOf(client.reschedule(nobody, { countdown: 5 }))).toMatchObject({ status: 404 });
});
