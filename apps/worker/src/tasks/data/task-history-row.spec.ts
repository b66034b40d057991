import type { TaskView } from '@celerity/contracts';
import { TASK_HISTORY_COLUMNS, taskHistoryRow } from './task-history-row.js';

const task = {
  ...{ task_id: 'a', task_name: 'default.test_task', queue: 'default', status: 'FAILURE', args: [1, '二'] },
  ...{ kwargs: { x: null }, error: { type: 'Boom', message: '=1+1' }, result: { huge: true }, attempt: 2 },
  ...{ submitted_at: '2025-12-31T16:00:00.123Z', started_at: null, duration_ms: 1.5 },
} as unknown as TaskView;

it('is flat text, with times of the zone for people', () => {
  expect(taskHistoryRow(task, 'Asia/Shanghai')).toMatchObject({
    ...{ args: '[1,"二"]', kwargs: '{"x":null}', error_type: 'Boom', error_message: '=1+1', attempt: '2' },
    ...{ submitted_at: '2026-01-01 00:00:00', started_at: null, worker: null },
  });
});

it('has times in UTC for programs, and every column, and no more', () => {
  const row = taskHistoryRow(task, null);
  expect(row['submitted_at']).toBe('2025-12-31T16:00:00.123Z');
  expect(Object.keys(row)).toEqual(TASK_HISTORY_COLUMNS.map(({ name }) => name));
});
