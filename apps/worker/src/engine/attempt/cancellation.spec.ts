import { TimeLimitExceeded, WorkerShuttingDown } from './attempt-errors.js';
import { Cancellation } from './cancellation.js';

const shutdown = new WorkerShuttingDown();

it('aborts the signal of who asked before, and of who asks after', () => {
  const before = new Cancellation();
  const { signal } = before;
  before.abort(shutdown);
  expect(signal.reason).toBe(shutdown);

  const after = new Cancellation();
  after.abort(shutdown);
  expect(after.signal.aborted).toBe(true);
  expect(after.signal.reason).toBe(shutdown);
});

it('keeps the first reason', () => {
  const cancellation = new Cancellation();
  cancellation.abort(shutdown);
  cancellation.abort(new TimeLimitExceeded('soft', 1));
  expect(cancellation.reason).toBe(shutdown);
  expect(cancellation.signal.reason).toBe(shutdown);
});

it('tells its listener before the signal, also when it was aborted before there was one', () => {
  const cancellation = new Cancellation();
  const heard: string[] = [];
  cancellation.signal.addEventListener('abort', () => heard.push('signal'));
  cancellation.onAbort(() => heard.push('listener'));
  cancellation.abort(shutdown);
  expect(heard).toEqual(['listener', 'signal']);

  cancellation.onAbort(() => heard.push('late listener'));
  expect(heard).toHaveLength(3);
});

it('tells a listener nothing that has heard enough', () => {
  const cancellation = new Cancellation();
  const listener = jest.fn();
  cancellation.onAbort(listener);
  cancellation.offAbort();
  cancellation.abort(shutdown);
  expect(listener).not.toHaveBeenCalled();
});
