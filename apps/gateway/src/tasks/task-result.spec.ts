import type { TaskEvent } from '@celerity/contracts';
import { resultOfEvent } from './task-result.js';

const common = { task_id: 't', at: '2030-01-01T00:00:00.000Z' };

it.each<[TaskEvent, object]>([
  [
    { ...common, type: 'refused', reason: 'no queue' },
    { status: 'FAILURE', result: null, error: { type: 'Refused', message: 'no queue' } },
  ],
  [
    { ...common, type: 'expired', attempt: 1 },
    { status: 'EXPIRED', result: null, error: null },
  ],
])('tells the end of a task from its event: %j', (event, expected) => {
  expect(resultOfEvent(event)).toEqual({ task_id: 't', finished_at: common.at, ...expected });
});
