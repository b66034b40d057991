import type { ScheduleView } from '@celerity/contracts';
import { fieldsOf } from '../forms/schema-fields.js';
import { changesOf, draftOf, EMPTY_DRAFT, ruleOf, scheduleOf } from './schedule-draft.js';

const fields = fieldsOf({ properties: { days: { type: 'integer' }, password: { type: 'string' } } });
const view = {
  id: 'nightly',
  task_name: 'email.cleanup',
  cron: '0 2 * * *',
  every_seconds: null,
  once_at: null,
  timezone: 'Asia/Shanghai',
  description: null,
  overlap: 'allow',
  misfire: 'fire_once',
  jitter_seconds: 0,
  kwargs: { days: 30, password: '***' },
} as unknown as ScheduleView;

it('sends what was typed, and only the rule that is chosen', () => {
  const typed = {
    ...EMPTY_DRAFT.typed,
    id: ' new ',
    cron: '* * * * *',
    every_seconds: '90',
    jitter_seconds: '5',
  };
  const draft = {
    ...EMPTY_DRAFT,
    rule: 'every_seconds' as const,
    typed,
    task_name: 't',
    kwargs: { days: '3' },
  };
  expect(scheduleOf(draft, fields).schedule).toEqual({
    id: 'new',
    task_name: 't',
    every_seconds: 90,
    description: null,
    overlap: 'allow',
    misfire: 'fire_once',
    jitter_seconds: 5,
    kwargs: { days: 3 },
  });
});

it('leaves arguments alone that nobody has touched, so that hidden values stay', () => {
  const before = draftOf(view, fields);
  expect(changesOf(before, before, fields).changes).not.toHaveProperty('kwargs');
  const edited = { ...before, kwargs: { ...before.kwargs, days: '7' } };
  expect(changesOf(edited, before, fields).changes).toMatchObject({ cron: '0 2 * * *', kwargs: { days: 7 } });
});

it('keeps an instant through the reader’s own time zone', () => {
  const once = { ...view, cron: null, once_at: '2030-01-31T09:00:00.000Z' };
  expect(ruleOf(draftOf(once, fields))).toMatchObject({ once_at: once.once_at });
});

it('previews nothing while nothing is typed', () => {
  expect(ruleOf(EMPTY_DRAFT)).toBeNull();
  expect(ruleOf({ ...EMPTY_DRAFT, rule: 'once_at', typed: { once_at: '31/31' } })).toBeNull();
});
