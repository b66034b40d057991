import type { TaskRetry } from '@celerity/contracts';
import type { Command } from 'commander';
import type { App } from '../app.js';
import { jsonArrayOf, jsonObjectOf } from '../parsing/json.js';
import { addWaitOptions, followTask, showOutcome, type WaitOptions } from './follow-task.js';
import { sending } from './send.js';

interface RetryTaskOptions extends TaskRetry, WaitOptions {
  readonly idempotencyKey?: string;
}

/** `retry-task ID`: sends an ended task again, and waits for the new one when asked to. */
export function addRetryTask(program: Command, app: App): void {
  const { text } = app;
  const command = program
    .command('retry-task')
    .description(text.retryTaskAbout)
    .argument('<id>', text.taskIdArgument)
    .option('--args <json>', text.retryArgsOption, jsonArrayOf(text, '--args'))
    .option('--kwargs <json>', text.retryKwargsOption, jsonObjectOf(text, '--kwargs'))
    .option('--idempotency-key <key>', text.idempotencyKeyOption);
  addWaitOptions(command, app).action(
    async (id: string, { idempotencyKey, wait, timeout, ...edits }: RetryTaskOptions) => {
      const client = await app.client();
      const accepted = await sending(app, idempotencyKey, (once) => client.retry(id, edits, once));
      const { task_name, task_id, retried_from } = accepted;
      if (!wait || !app.options.json) {
        const sent = text.sentAgain(task_name, retried_from, task_id);
        app.print(accepted, () => (wait ? [sent] : [sent, app.style().minor(text.follow(task_id))]));
      }
      if (wait) showOutcome(app, await followTask(app, client, task_id, timeout));
    },
  );
}
