import { until } from '@celerity/messaging/testing';
import { Browser, hasBrowser } from './support/browser.ts';
import { System } from './support/system.ts';

interface Reminders {
  mails_sent: number;
  bills_reminded: number;
  shops_without_email: { code: string }[];
}

const DUE = `select b.id::text, s.name, s.email, b.amount::text, b.period_end::text as due
  from mall.bills b join mall.shops s on s.id = b.shop_id
  where b.status = 'unpaid' and b.reminded_at is null
    and b.period_end <= (now() at time zone 'Asia/Shanghai')::date + 1`;

let system: System;

beforeAll(async () => {
  // Beat comes later: its own run of the main job at the turn of a minute would share the bills with ours.
  system = await System.start({
    later: ['beat'],
    seed: true,
    env: { WORKER_QUEUES: 'default,finance,email,reports,data' },
  });
});

afterAll(() => system.stop());

it('turns unpaid bills into reminder mails by way of every service', async () => {
  const { api, database, mails } = system;
  const due = await database.rows<{
    id: string;
    name: string;
    email: string | null;
    amount: string;
    due: string;
  }>(DUE);
  const parent = await api.send('check_pending_bills');
  const checked = await api.result(parent);
  expect(checked.status).toBe('SUCCESS');

  const reminded = await database.rows<{ id: string }>(
    `select id::text from mall.bills where id = any($1) and reminder_claimed_by is not null`,
    [due.map(({ id }) => id)],
  );
  expect(reminded.length).toBe(due.length);

  const ids = (checked.result as { child_task_ids: string[] }).child_task_ids;
  const outcomes = await Promise.all(ids.map((id) => api.result(id)));
  expect(outcomes.map(({ status }) => status)).toEqual(outcomes.map(() => 'SUCCESS'));
  const results = outcomes.map(({ result }) => result as Reminders);

  const mailed = due.filter(({ email }) => email !== null);
  const shops = new Set(mailed.map(({ email }) => email));
  expect(results.reduce((sum, { bills_reminded }) => sum + bills_reminded, 0)).toBe(mailed.length);
  expect(mails.mails().length).toBe(shops.size);
  for (const bill of mailed) {
    const ofShop = mails.mails().filter(({ to }) => JSON.stringify(to).includes(bill.email ?? '-'));
    expect(ofShop).toHaveLength(1);
    const text = JSON.stringify(ofShop[0]);
    expect(text).toContain(bill.name);
    expect(text).toContain(bill.due);
    expect(text.replaceAll(',', '')).toContain(bill.amount);
  }
  const [left] = await database.rows<{ n: string }>(
    `select count(*)::text as n from (${DUE}) d where d.email is not null`,
  );
  expect(left?.n).toBe('0');
  const missing = new Set(due.filter(({ email }) => email === null).map(({ name }) => name));
  expect(new Set(results.flatMap((r) => r.shops_without_email.map(({ code }) => code))).size).toBe(
    missing.size,
  );
});

it('shows a task from its acceptance on, and what became of it', async () => {
  const { api } = system;
  const ids = await Promise.all(
    Array.from({ length: 50 }, (_, n) => api.send('test_task', { message: `m${n}` })),
  );
  const views = await Promise.all(ids.map((id) => api.get(`/api/core/tasks/${id}`)));
  expect(views.map(({ status }) => status)).toEqual(ids.map(() => 200));
  const results = await Promise.all(ids.map((id) => api.result(id)));
  expect(results.map(({ result }) => result)).toEqual(ids.map((_, n) => ({ message: `m${n}` })));
  const view = await api.ended(ids[0] as string);
  expect(view).toMatchObject({
    task_name: 'default.test_task',
    queue: 'default',
    status: 'SUCCESS',
    attempt: 1,
    submitted_by: 'admin',
    kwargs: { message: 'm0' },
    root_id: ids[0],
    parent_id: null,
  });
  expect(Date.parse(view.finished_at ?? '')).toBeGreaterThanOrEqual(Date.parse(view.started_at ?? ''));
});

it('fails with the stated error, and shows progress on the way', async () => {
  const { api } = system;
  const failing = await api.result(await api.send('test_task', {}, { args: ['fail'] }));
  expect(failing).toMatchObject({
    status: 'FAILURE',
    error: { type: 'TestTaskFailure', message: 'test_task was asked to fail' },
  });
  const id = await api.send('long_running_task', { seconds: 3 });
  const seen: number[] = [];
  for (let status = ''; status !== 'SUCCESS';) {
    const view = await api.task(id);
    status = view.status;
    if (view.progress) seen.push(view.progress.percent);
  }
  expect(seen.some((percent) => percent > 0 && percent < 100)).toBe(true);
});

it('exports the history of tasks, as the monitor has it, for download', async () => {
  const { api, database } = system;
  const tasks = Array.from({ length: 450 }, (_, n) => ({
    task_name: 'test_task',
    kwargs: { message: `x${n}` },
  }));
  const sent = await api.post<{ accepted: number }>('/api/core/tasks/batch', { tasks });
  expect(sent.body.accepted).toBe(tasks.length);
  const unfinished = `select from monitor.tasks where task_name = 'default.test_task' and finished_at is null`;
  const all = `select from monitor.tasks where task_name = 'default.test_task'`;
  await until('all are known and have ended', async () => {
    const [known, open] = [await database.rows(all), await database.rows(unfinished)];
    return known.length > tasks.length && open.length === 0;
  });
  const exported = async (filters: object, format: string) => {
    const { status, result } = await api.result(
      await api.send('export_data', { export_type: 'task_history', filters, format }),
    );
    expect(status).toBe('SUCCESS');
    const { export_id, rows } = result as { export_id: string; rows: number };
    const { body } = await api.download(`/api/core/exports/${export_id}`);
    return { rows, lines: body.split(/\r?\n/).filter(Boolean) };
  };
  const { rows, lines } = await exported({ task_name: 'test_task' }, 'jsonl');
  const known = await database.rows<{ id: string }>(
    `select task_id::text as id from monitor.tasks where task_name = 'default.test_task'`,
  );
  expect(rows).toBe(known.length);
  const found = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(found.map(({ task_id }) => task_id).sort()).toEqual(known.map(({ id }) => id).sort());
  const [failed] = found.filter(({ status }) => status === 'FAILURE');
  const view = await api.task(String(failed?.['task_id']));
  expect(failed).toMatchObject({
    ...{ task_name: 'default.test_task', queue: 'default', error_type: 'TestTaskFailure', args: '["fail"]' },
    ...{ submitted_by: 'admin', attempt: 1, finished_at: view.finished_at, duration_ms: view.duration_ms },
  });
  expect((await exported({ task_name: 'test_task', status: 'FAILURE' }, 'csv')).lines).toHaveLength(2);
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  expect((await exported({ queue: 'finance', submitted_from: today }, 'csv')).rows).toBeGreaterThan(0);
  expect((await exported({ submitted_to: '2020-01-01' }, 'csv')).rows).toBe(0);
});

(hasBrowser ? it : it.skip)('prints the report of a month on two pages that hold all of it', async () => {
  const { result } = await system.api.result(await system.api.send('generate_monthly_report'));
  const { report_name } = result as { report_name: string };
  const { body } = await system.api.download(`/api/core/reports/${report_name}/html`);
  const browser = await Browser.open(system.services.gateway.url);
  await browser.page.setContent(body);
  for (const width of [375, 860]) {
    await browser.page.setViewportSize({ width, height: 900 });
    const wide = await browser.page.evaluate<number>('document.documentElement.scrollWidth');
    expect(wide).toBeLessThanOrEqual(width);
  }
  const printed = await browser.page.pdf({ preferCSSPageSize: true });
  expect(printed.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(2);
  expect(await browser.violations()).toEqual([]);
  expect(browser.complaints).toEqual([]);
  await browser.close();
});

it('runs a delayed task when it is due, never early', async () => {
  await system.services.beat.start();
  const { api, mails } = system;
  const id = await api.send(
    'send_notification_email',
    { email: 'a@b.example', subject: 'Later', message: 'x' },
    { countdown: 2 },
  );
  const view = await api.task(id);
  expect(view.eta).not.toBeNull();
  const done = await api.ended(id);
  expect(done.status).toBe('SUCCESS');
  expect(Date.parse(done.started_at ?? '')).toBeGreaterThanOrEqual(Date.parse(view.eta ?? ''));
  expect(mails.mails().filter(({ subject }) => subject === 'Later')).toHaveLength(1);
});

it('fires the shipped schedules', async () => {
  const { api, database } = system;
  const schedules = await database.rows<{ id: string; cron: string; zone: string }>(
    'select id, cron, zone from beat.schedules order by id',
  );
  expect(schedules.map(({ id }) => id)).toEqual([
    'check_pending_bills',
    'cleanup_old_notifications',
    'generate_hourly_report',
    'generate_monthly_report',
    'generate_weekly_report',
  ]);
  expect(new Set(schedules.map(({ zone }) => zone))).toEqual(new Set(['Asia/Shanghai']));
  const fired = async () =>
    (await api.history('task_name=check_pending_bills')).results.find(
      ({ schedule }) => schedule === 'check_pending_bills',
    );
  await until('a schedule has fired', async () => (await fired()) !== undefined, 75_000);
  const task = await fired();
  expect(task).toMatchObject({ status: 'SUCCESS', submitted_by: 'schedule:check_pending_bills' });
  // On the minute, not before it.
  expect(new Date(task?.submitted_at ?? '').getUTCSeconds()).toBeLessThan(30);
});

it('stops in good order', async () => {
  const codes = await Promise.all(Object.values(system.services).map((service) => service.stop()));
  expect(codes).toEqual([0, 0, 0, 0]);
});
