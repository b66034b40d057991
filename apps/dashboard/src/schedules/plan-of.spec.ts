import type { ScheduleView } from '@celerity/contracts';
import { en } from '../messages/en.js';
import { planOf } from './plan-of.js';

const plan = (facts: Partial<ScheduleView>) => {
  const schedule = { cron: null, every_seconds: null, once_at: null, timezone: 'Asia/Shanghai', ...facts };
  return planOf(schedule as ScheduleView, en, (iso) => iso.slice(0, 10));
};

it('says when a schedule fires', () => {
  expect(plan({ cron: '0 2 * * *' })).toBe('0 2 * * * (Asia/Shanghai)');
  expect(plan({ every_seconds: 90 })).toBe('every 1 min 30 s');
  expect(plan({ once_at: '2030-01-31T09:00:00.000Z' })).toBe('once, 2030-01-31');
  expect(plan({})).toBe(en.none);
});
