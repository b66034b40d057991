import { Injectable } from '@nestjs/common';
import {
  describeError,
  MAX_RESULT_BYTES,
  type TaskError,
  unsafeJson,
  validateInput,
} from '@celerity/contracts';
import { BegunTasks } from '../revocations/begun-tasks.js';
import { SignalIgnored, TaskRevoked } from '../revocations/task-revoked.js';
import type { Attempt } from './attempt.js';
import { AttemptContextFactory } from './attempt-context.js';
import {
  AlreadyCompleted,
  RetryRequested,
  TimeLimitExceeded,
  UnusableResult,
  WorkerShuttingDown,
} from './attempt-errors.js';
import type { AttemptOutcome } from './attempt-outcome.js';
import { limitsOf } from './attempt-limits.js';
import { LeftRunning } from './left-running.js';
import { retryDelay } from './retry-policy.js';
import { RunningAttempts } from './running-attempts.js';
import { underLimits } from './time-limits.js';

/** Never retried: the same would happen again. */
const HOPELESS = new Set(['InvalidArguments', 'TimeLimitExceeded', 'UnusableResult']);

/** Runs the handler and says how the attempt ended. Nothing that the handler does escapes as an exception. */
@Injectable()
export class AttemptPerformer {
  constructor(
    private readonly contexts: AttemptContextFactory,
    private readonly running: RunningAttempts,
    private readonly leftRunning: LeftRunning,
    private readonly begun: BegunTasks,
  ) {}

  perform(attempt: Attempt): Promise<AttemptOutcome> {
    return this.running.withController(async (controller) => {
      try {
        const call = () => this.call(attempt, controller);
        const result = await this.begun.abortable(attempt.message.taskId, controller, call);
        return { kind: 'succeeded', result: usable(result) };
      } catch (error) {
        return outcomeOf(attempt, error, controller.signal);
      }
    });
  }

  private async call({ message, registered }: Attempt, controller: AbortController): Promise<unknown> {
    const { task, handler } = registered;
    const input = validateInput(task, message.args, message.kwargs);
    const context = this.contexts.create(task, message, controller.signal);
    let running: Promise<unknown> | null = null;
    const run = (): Promise<unknown> => {
      running = Promise.resolve(handler.run(input, context)).finally(() => (running = null));
      return running;
    };
    try {
      return await underLimits(limitsOf(task, message), controller, run);
    } finally {
      context.close();
      if (running) this.leftRunning.add(message, running);
    }
  }
}

/** Decides what follows from an error: done after all, interrupted, revoked, another attempt, or the end. */
export function outcomeOf(
  { message, registered }: Attempt,
  thrown: unknown,
  signal: AbortSignal,
): AttemptOutcome {
  if (thrown instanceof AlreadyCompleted) return { kind: 'succeeded', result: thrown.result };
  if (signal.reason instanceof WorkerShuttingDown) return { kind: 'interrupted' };
  if (signal.reason instanceof TaskRevoked)
    return { kind: 'revoked', error: thrown instanceof SignalIgnored ? described(thrown) : null };
  // An AbortError is how handlers report that they heeded the signal; the reason is what people want to read.
  const error = described(signal.reason instanceof TimeLimitExceeded ? signal.reason : thrown);
  const { retry } = registered.task;
  const policy = { ...retry, maxRetries: message.maxRetries ?? retry.maxRetries };
  if (thrown instanceof RetryRequested && !(signal.reason instanceof TimeLimitExceeded))
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

/** Handlers can throw what has no text at all; taken for a fault of the engine it would be redelivered for ever. */
function described(thrown: unknown): TaskError {
  try {
    return describeError(thrown);
  } catch {
    return { type: 'NonError', message: 'the handler threw something that cannot be described' };
  }
}

/** @throws UnusableResult when the result cannot be kept whole. */
function usable(result: unknown): unknown {
  let json: string | undefined;
  try {
    json = JSON.stringify(result ?? null);
  } catch (error) {
    throw new UnusableResult(`the result is not JSON: ${(error as Error).message}`);
  }
  const bytes = Buffer.byteLength(json);
  if (bytes > MAX_RESULT_BYTES) {
    throw new UnusableResult(`result_too_large: ${bytes} bytes, at most ${MAX_RESULT_BYTES} are kept`);
  }
  const unsafe = unsafeJson(JSON.parse(json), 'result');
  if (unsafe) throw new UnusableResult(`${unsafe.field} ${unsafe.message}`);
  return result ?? null;
}
