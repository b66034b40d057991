import { catalogue } from '@celerity/contracts';
import { TestSystem } from '../testing/test-system.js';

let system: TestSystem;

beforeAll(async () => {
  system = await TestSystem.start();
});
afterAll(() => system?.stop());

type Bad = readonly [task: string, why: string, kwargs: object, field: string];

const mail = { email: 'a@shop.example', subject: 'Hello', message: 'text' };
const byTemplate = { email: 'a@shop.example', template: 'report_ready' };
const filters = (of: object, export_type = 'finances') => ({ export_type, filters: of });

const BAD: readonly Bad[] = [
  ['check_pending_bills', 'an argument that it does not have', { shop: 'L1-01' }, 'shop'],
  [
    'send_bill_reminders',
    'bills that are no numbers',
    { bill_ids: ["1'; drop table mall.bills; --"] },
    'bill_ids',
  ],
  ['calculate_monthly_revenue', 'month 13', { year: 2026, month: 13 }, 'month'],
  ['calculate_monthly_revenue', 'month 0', { year: 2026, month: 0 }, 'month'],
  ['calculate_monthly_revenue', 'a year as text', { year: '2026', month: 1 }, 'year'],
  ['generate_hourly_report', 'half an hour', { period_start: '2026-01-01T10:30' }, 'period_start'],
  ['generate_daily_report', 'February 30', { period_start: '2026-02-30' }, 'period_start'],
  ['generate_weekly_report', 'a Tuesday', { period_start: '2026-01-06' }, 'period_start'],
  ['generate_monthly_report', 'month 13', { period_start: '2026-13-01' }, 'period_start'],
  ['generate_monthly_report', 'too many periods', { periods: 1_000_000 }, 'periods'],
  [
    'send_notification_email',
    'CRLF in the subject',
    { ...mail, subject: 'x\r\nBcc: all@x.example' },
    'subject',
  ],
  [
    'send_notification_email',
    'CRLF in the address',
    { ...mail, email: 'a@b.example\r\nCc: c@d.example' },
    'email',
  ],
  ['send_notification_email', 'an unknown template', { ...byTemplate, template: '../paid' }, 'template'],
  ['send_notification_email', 'a template’s missing value', { ...byTemplate, values: {} }, 'report_name'],
  [
    'send_notification_email',
    'CRLF in a value',
    { ...byTemplate, values: { kind: 'daily', report_name: 'a\r\nb' } },
    'report_name',
  ],
  ['cleanup_old_notifications', 'no days at all', { days: 0 }, 'days'],
  ['cleanup_old_notifications', 'SQL for days', { days: '30; delete from mall.notifications' }, 'days'],
  ['export_data', 'an unknown type', { export_type: 'pg_shadow' }, 'export_type'],
  ['export_data', 'a path as the type', { export_type: '../../etc/passwd' }, 'export_type'],
  ['export_data', 'a path as the format', { export_type: 'shops', format: '../csv' }, 'format'],
  ['export_data', 'a file name', { export_type: 'shops', file_name: '/etc/cron.d/x' }, 'file_name'],
  ['export_data', 'a hostile filter', filters({ shop_code: "' or 1=1 --" }), 'shop_code'],
  ['export_data', 'a filter that it does not have', filters({ where: 'true' }), 'where'],
  ['export_data', 'an operator for a value', filters({ status: { $ne: 'paid' } }), 'status'],
  ['backup_database', 'a path', { path: '../../etc' }, 'path'],
  ['backup_database', 'keeping none', { keep: 0 }, 'keep'],
  ['cleanup_cache', 'a pattern of keys', { pattern: '*' }, 'pattern'],
  ['test_task', 'an argument that it does not have', { __proto__evil: 1 }, '__proto__evil'],
  ['debug_task', 'an argument that it does not have', { command: 'env' }, 'command'],
  ['long_running_task', 'less than no time', { seconds: -1 }, 'seconds'],
  ['long_running_task', 'a century', { seconds: 3_153_600_000 }, 'seconds'],
];

it('has a bad input for each task', () => {
  const tried = new Set(BAD.map(([task]) => task));
  expect([...tried].sort()).toEqual(catalogue.tasks.map(({ shortName }) => shortName).sort());
});

it.each(BAD)('%s refuses %s by name, and queues nothing', async (task_name, _why, kwargs, field) => {
  const reply = await system.gateway.ask('/api/core/tasks', { as: 'operator', body: { task_name, kwargs } });
  expect(reply.status).toBeGreaterThanOrEqual(400);
  expect(reply.status).toBeLessThan(500);
  const fields = reply.json<{ errors: { field: string }[] }>().errors.map((error) => error.field);
  expect(fields.join(' ')).toContain(field);
  const task = catalogue.find(task_name);
  const { family } = task as NonNullable<typeof task>;
  expect(await system.broker.ready(system.broker.names.queue(family))).toBe(0);
});
