import type { TaskView } from '@celerity/contracts';
import { timelineOf } from './timeline.js';

const task = (facts: Partial<TaskView>): TaskView =>
  ({
    status: 'PENDING',
    eta: null,
    submitted_at: '2026-01-01T00:00:00.000Z',
    started_at: null,
    finished_at: null,
    revoke_requested_at: null,
    ...facts,
  }) as TaskView;

const kinds = (facts: Partial<TaskView>) => timelineOf(task(facts)).map(({ kind }) => kind);

it('goes from acceptance to the end', () => {
  const facts = {
    status: 'SUCCESS',
    started_at: '2026-01-01T00:00:01.000Z',
    finished_at: '2026-01-01T00:00:02.000Z',
  } as const;
  expect(kinds(facts)).toEqual(['submitted', 'started', 'ended']);
});

it('puts what happened in the order in which it did', () => {
  const facts = {
    status: 'REVOKED',
    eta: '2026-01-02T00:00:00.000Z',
    revoke_requested_at: '2026-01-01T00:00:05.000Z',
    finished_at: '2026-01-01T00:00:06.000Z',
  } as const;
  expect(kinds(facts)).toEqual(['submitted', 'revoke', 'ended', 'eta']);
});

it('ends with what is going on', () => {
  expect(kinds({ status: 'RETRY', started_at: '2026-01-01T00:00:01.000Z' })).toEqual([
    'submitted',
    'started',
    'retrying',
  ]);
  expect(kinds({ status: 'PROGRESS' })).toEqual(['submitted', 'progress']);
});
