import { isFinal } from '../task-state.js';
import { stateAfter } from './event-state.js';
import { isFinalEvent, type TaskEvent } from './journal-event.js';

const types: TaskEvent['type'][] = [
  'accepted',
  'started',
  'progressed',
  'succeeded',
  'retry_scheduled',
  'failed',
  'revoked',
  'expired',
];

it.each(types)('%s is a final event exactly when its state is final', (type) => {
  const event = { type } as TaskEvent;
  expect(isFinalEvent(event)).toBe(isFinal(stateAfter(event)));
});
