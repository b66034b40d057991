import type { TaskRetry } from '@celerity/contracts';
import type { Command } from 'commander';
import type { App } from '../app.js';
import { jsonArrayOf, jsonObjectOf } from '../parsing/json.js';
import { numberOf } from '../parsing/numbers.js';
import { followTask, MOST_WAIT_S, showOutcome } from './follow-task.js';
import { sending } from './send.js';

interface RetryTaskOptions extends TaskRetry {
  readonly idempotencyKey?: string;
  readonly wait?: boolean;
  readonly timeout?: number;
}

/** `retry-task ID`: sends an ended task again, and waits for the new one when asked to. */
export function addRetryTask(program: Command, app: App): void {
  const { text } = app;
  program
    .command('retry-task')
    .description(text.retryTaskAbout)
    .argument('<id>', text.taskIdArgument)
    .option('--args <json>', text.retryArgsOption, jsonArrayOf(text, '--args'))
    .option('--kwargs <json>', text.retryKwargsOption, jsonObjectOf(text, '--kwargs'))
    .option('--idempotency-key <key>', text.idempotencyKeyOption)
    .option('--wait', text.waitOption)
    .option('--timeout <seconds>', text.timeoutOption, numberOf(text, '--timeout', 0, MOST_WAIT_S))
    .action(async (id: string, { idempotencyKey, wait, timeout, ...edits }: RetryTaskOptions) => {
      const client = await app.client();
      const accepted = await sending(app, idempotencyKey, (once) => client.retry(id, edits, once));
      const { task_name, task_id, retried_from } = accepted;
      if (!wait || !app.options.json) {
        const sent = text.sentAgain(task_name, retried_from, task_id);
        app.print(accepted, () => (wait ? [sent] : [sent, app.style().minor(text.follow(task_id))]));
      }
      if (wait) showOutcome(app, await followTask(app, client, task_id, timeout));
    });
}
