import { catalogue, validateInput } from '@celerity/contracts';
import { Recurrence } from './recurrence.js';
import { SHIPPED_SCHEDULES } from './shipped-schedules.js';

it('are the five that are promised', () => {
  expect(SHIPPED_SCHEDULES.map(({ task, cron }) => [task, cron])).toEqual([
    ['check_pending_bills', '* * * * *'],
    ['generate_hourly_report', '0 * * * *'],
    ['cleanup_old_notifications', '0 2 * * *'],
    ['generate_weekly_report', '0 10 * * 1'],
    ['generate_monthly_report', '0 0 1 * *'],
  ]);
});

it.each(SHIPPED_SCHEDULES)('$id can fire', ({ id, task: name, cron }) => {
  const task = catalogue.find(name);
  if (!task) throw new Error(`${name} is not in the catalogue`);
  expect(validateInput(task, [], {})).toBeInstanceOf(task.input);
  expect(new Recurrence(cron, 'Asia/Shanghai').after(new Date())).toBeInstanceOf(Date);
  expect(id).toMatch(/^[a-z0-9][a-z0-9_-]{0,62}$/);
});

it('fire on Monday at ten, and on the first at midnight, in Shanghai', () => {
  const next = (id: string) => {
    const cron = SHIPPED_SCHEDULES.find((schedule) => schedule.id === id)?.cron ?? '';
    return new Recurrence(cron, 'Asia/Shanghai').after(new Date('2026-11-24T12:00:00Z')).toISOString();
  };
  expect(next('generate_weekly_report')).toBe('2026-11-30T02:00:00.000Z');
  expect(next('generate_monthly_report')).toBe('2026-11-30T16:00:00.000Z');
  expect(next('cleanup_old_notifications')).toBe('2026-11-24T18:00:00.000Z');
});
