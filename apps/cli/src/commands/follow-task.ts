import { type CelerityClient, hasEnded } from '@celerity/client';
import type { TaskResultView } from '@celerity/contracts';
import type { Command } from 'commander';
import type { App } from '../app.js';
import { EXIT } from '../exit-code.js';
import { InterruptedWait } from '../failures/interrupted-wait.js';
import { numberOf } from '../parsing/numbers.js';
import { ProgressDisplay } from '../printing/progress-display.js';
import { outcomeLines } from '../printing/task-details.js';

/** Longest wait that can be asked for: a day, in seconds. */
export const MOST_WAIT_S = 86_400;

/** What commander makes of the options below. */
export interface WaitOptions {
  readonly wait?: boolean;
  readonly timeout?: number;
}

/** The options of commands that may wait for the task that they send. */
export function addWaitOptions(command: Command, { text }: App): Command {
  return command
    .option('--wait', text.waitOption)
    .option('--timeout <seconds>', text.timeoutOption, numberOf(text, '--timeout', 0, MOST_WAIT_S));
}

/**
 * Waits for the end of a task, showing its progress; without a limit for as long as it takes.
 * Gives back the state at the end of the wait.
 * @throws InterruptedWait on Ctrl-C
 */
export async function followTask(
  app: App,
  client: CelerityClient,
  id: string,
  limitS?: number,
): Promise<TaskResultView> {
  const { stderr, signal: interrupted } = app.surroundings;
  const timeout = limitS === undefined ? null : AbortSignal.timeout(limitS * 1_000);
  const display = app.options.json ? null : new ProgressDisplay(stderr, app.text, app.style('stderr'));
  try {
    return await client.waitFor(id, {
      signal: timeout ? AbortSignal.any([interrupted, timeout]) : interrupted,
      ...(display ? { onProgress: (task) => display.update(task) } : {}),
    });
  } catch (error) {
    if (interrupted.aborted) throw new InterruptedWait(id);
    if (!timeout?.aborted) throw error;
    return await client.result(id, { signal: interrupted });
  } finally {
    display?.end();
  }
}

/** Prints an outcome, and decides how the command ends: only success is success. */
export function showOutcome(app: App, outcome: TaskResultView): void {
  app.print(outcome, () => outcomeLines(outcome, app.style()));
  if (outcome.status !== 'SUCCESS') app.exitCode = EXIT.refused;
  if (hasEnded(outcome) || app.options.json) return;
  app.note(app.text.notEnded(outcome.task_id, outcome.status), app.text.follow(outcome.task_id));
}
