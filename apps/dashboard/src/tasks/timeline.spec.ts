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

const at = (second: number) => `2026-01-01T00:00:0${second}.000Z`;

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

it('tells each attempt, and what those before the last failed with', () => {
  const attempts = [
    {
      attempt: 1,
      state: 'RETRY',
      worker: 'a',
      started_at: at(2),
      finished_at: at(3),
      error: { type: 'E', message: 'm' },
    },
    { attempt: 2, state: 'SUCCESS', worker: 'b', started_at: at(5), finished_at: at(6), error: null },
  ] as never;
  const facts = {
    status: 'SUCCESS',
    attempt: 2,
    submitted_at: at(1),
    started_at: at(5),
    finished_at: at(6),
  } as const;
  expect(
    timelineOf(task({ ...facts, attempts })).map(({ kind, attempt, note }) => [kind, attempt, note]),
  ).toEqual([
    ['submitted', undefined, undefined],
    ['started', 1, 'a'],
    ['failed', 1, 'E: m'],
    ['started', 2, 'b'],
    ['ended', undefined, undefined],
  ]);
});
