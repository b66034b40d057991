import { Injectable } from '@nestjs/common';
import { type TaskError, validateInput } from '@celerity/contracts';
import { SignalIgnored, TaskRevoked } from '../../revocations/task-revoked.js';
import type { Attempt } from './attempt.js';
import { AttemptContextFactory } from './attempt-context.js';
import { AlreadyCompleted, RetryRequested, TimeLimitExceeded, WorkerShuttingDown } from './attempt-errors.js';
import { limitsOf } from './attempt-limits.js';
import type { AttemptOutcome } from './attempt-outcome.js';
import { describeThrown } from './describe-thrown.js';
import { LeftRunning } from './left-running.js';
import { retryDelay } from '../outcome/retry-policy.js';
import { RunningAttempts } from './running-attempts.js';
import { IsolatedHandler } from '../threads/isolated-handler.js';
import { underLimits } from './time-limits.js';
import { usableResult } from './usable-result.js';

/** Never retried: the same would happen again. */
const HOPELESS = new Set(['InvalidArguments', 'OutOfMemory', 'TimeLimitExceeded', 'UnusableResult']);

/** Runs the handler and says how the attempt ended. Nothing that the handler does escapes as an exception. */
@Injectable()
export class AttemptPerformer {
  constructor(
    private readonly contexts: AttemptContextFactory,
    private readonly running: RunningAttempts,
    private readonly leftRunning: LeftRunning,
    private readonly isolated: IsolatedHandler,
  ) {}

  async perform(attempt: Attempt): Promise<AttemptOutcome> {
    const { cancellation } = attempt;
    this.running.begin(cancellation);
    try {
      return { kind: 'succeeded', result: usableResult(await this.call(attempt)) };
    } catch (error) {
      return outcomeOf(attempt, error);
    } finally {
      this.running.end(cancellation);
    }
  }

  private async call({ message, registered, cancellation }: Attempt): Promise<unknown> {
    const { task, handler } = registered;
    const input = validateInput(task, message.args, message.kwargs);
    const context = this.contexts.create(task, message, cancellation);
    // Only a thread can be stopped: an abort makes an error with its stack, which costs as much as all the rest here.
    const givenUp = task.isolation === 'thread' ? new AbortController() : null;
    let handling: Promise<unknown> | null = null;
    const handle = async (): Promise<unknown> => {
      try {
        return await handler.run(input, context);
      } finally {
        handling = null;
      }
    };
    const run = (): Promise<unknown> =>
      givenUp ? this.isolated.run(message, context, givenUp.signal) : (handling = handle());
    try {
      return await underLimits(limitsOf(task, message), cancellation, run);
    } finally {
      // Nobody waits for it any more.
      givenUp?.abort();
      context.close();
      if (handling) this.leftRunning.add(message, handling);
    }
  }
}

/** Decides what follows from an error: done after all, interrupted, revoked, another attempt, or the end. */
export function outcomeOf(
  { message, registered, cancellation: { reason } }: Attempt,
  thrown: unknown,
): AttemptOutcome {
  if (thrown instanceof AlreadyCompleted) return { kind: 'succeeded', result: thrown.result };
  if (reason instanceof WorkerShuttingDown) return { kind: 'interrupted' };
  if (reason instanceof TaskRevoked) {
    // A thread does not go on: it has been killed.
    const goesOn = thrown instanceof SignalIgnored && registered.task.isolation !== 'thread';
    return { kind: 'revoked', error: goesOn ? describeThrown(thrown) : null };
  }
  // An AbortError is how handlers report that they heeded the signal; the reason is what people want to read.
  const error = describeThrown(reason instanceof TimeLimitExceeded ? reason : thrown);
  const { retry } = registered.task;
  const policy = { ...retry, maxRetries: message.maxRetries ?? retry.maxRetries };
  if (thrown instanceof RetryRequested && !(reason instanceof TimeLimitExceeded))
    return retryRequested(thrown, error, message.attempt, policy.maxRetries);
  const delay = HOPELESS.has(error.type) ? null : retryDelay(policy, message.attempt, error.type);
  return delay === null
    ? { kind: 'failed', error }
    : { kind: 'retry', error, nextAt: new Date(Date.now() + delay) };
}

/** Asked for by the handler itself: only the number of attempts can be against it. */
function retryRequested(
  { delayMs }: RetryRequested,
  error: TaskError,
  attempt: number,
  maxRetries: number,
): AttemptOutcome {
  if (attempt > maxRetries) return { kind: 'failed', error };
  return { kind: 'retry', error, nextAt: new Date(Date.now() + delayMs) };
}
