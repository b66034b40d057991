import { catalogue, type TaskDefinition } from '@celerity/contracts';
import { acceptedEvent, submissionOf } from '@celerity/messaging';
import { hiddenArguments, rebuiltMessage, type WaitingTask } from './rebuilt-message.js';

const contract = catalogue.find('test_task') as TaskDefinition;
const TASK_ID = '01900000-0000-7000-8000-0123456789ab';

/** What the tables hold of a task after its `accepted` event. */
function waiting(event: ReturnType<typeof acceptedEvent>): WaitingTask {
  const { soft_limit_ms = null, hard_limit_ms = null, expires, ...described } = event;
  const due_at = null;
  return {
    ...described,
    soft_limit_ms,
    hard_limit_ms,
    state: 'PENDING',
    attempt: 1,
    due_at,
    expires: expires === null ? null : new Date(expires),
  };
}

it('is the message that was accepted, flagged', () => {
  const { message } = submissionOf(contract, {
    taskId: TASK_ID,
    args: [1],
    kwargs: { a: { b: null } },
    priority: 8,
    rootId: 'root',
    parentId: 'parent',
    expires: '2030-01-01T00:00:00.000Z',
    maxRetries: 0,
    softLimitMs: 1_000,
    hardLimitMs: 2_000,
    traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
  });
  const task = waiting(acceptedEvent(submissionOf(contract, message), new Date()));
  const traceparent = `00-${'a'.repeat(32)}-80000123456789ab-01`;
  expect(rebuiltMessage(task)).toEqual({ ...message, traceparent, possibleDuplicate: true });
  expect(rebuiltMessage({ ...task, state: 'RETRY', attempt: 2 }).attempt).toBe(3);
});

it('tells which arguments the journal does not have', () => {
  const secretive = { ...contract, positional: ['user', 'password'], secrets: ['password', 'pin'] };
  const { message } = submissionOf(secretive, { taskId: TASK_ID, args: ['u', 'p'], kwargs: { pin: 1 } });
  const task = waiting(acceptedEvent(submissionOf(secretive, message), new Date()));
  expect(JSON.stringify(task)).not.toContain('"p"');
  expect(hiddenArguments(task, secretive)).toEqual(['password', 'pin']);
  expect(hiddenArguments({ ...task, args: ['u'], kwargs: {} }, secretive)).toEqual([]);
});
