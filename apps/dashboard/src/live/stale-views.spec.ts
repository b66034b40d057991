import type { StreamedEvent } from '@celerity/contracts';
import { StaleViews } from './stale-views.js';

const event = (type: string, facts: object = {}) => ({ type, task_id: 't', ...facts }) as StreamedEvent;

it('asks for schedules when one fires and when its task ends, and not for other tasks', () => {
  const stale = new StaleViews();
  expect(stale.of(event('accepted', { schedule: 'nightly' }))).toContain('schedules');
  expect(stale.of(event('succeeded', { task_id: 'other' }))).not.toContain('schedules');
  expect(stale.of(event('succeeded'))).toContain('schedules');
  expect(stale.of(event('accepted', { schedule: null }))).not.toContain('schedules');
});

it('asks for dead letters when a task fails', () => {
  const stale = new StaleViews();
  expect(stale.of(event('failed'))).toContain('dead-letters');
  expect(stale.of(event('succeeded'))).not.toContain('dead-letters');
});

it('leaves lists alone while a task only reports progress', () => {
  expect(new StaleViews().of(event('progressed'))).toEqual(['children']);
});
