import type { SendOptions } from '@celerity/client';
import type { TaskAccepted } from '@celerity/contracts';
import { type Command, Option } from 'commander';
import type { App } from '../app.js';
import { instantOf } from '../parsing/instants.js';
import { jsonArrayOf, jsonObjectOf } from '../parsing/json.js';
import { numberOf, wholeNumberOf } from '../parsing/numbers.js';
import { localTime } from '../printing/moments.js';
import { addWaitOptions, followTask, showOutcome, type WaitOptions } from './follow-task.js';
import { sendTask } from './send.js';

const YEAR_S = 366 * 24 * 3600;

interface SendTaskOptions
  extends Pick<SendOptions, 'args' | 'kwargs' | 'countdown' | 'eta' | 'expires'>, WaitOptions {
  readonly priority?: number;
  readonly maxRetries?: number;
  readonly queue?: string;
  readonly idempotencyKey?: string;
}

/** `send-task NAME`: sends a task, and waits for it when asked to. */
export function addSendTask(program: Command, app: App): void {
  const { text } = app;
  const command = program
    .command('send-task')
    .description(text.sendTaskAbout)
    .argument('<name>', text.taskNameArgument)
    .option('--args <json>', text.argsOption, jsonArrayOf(text, '--args'))
    .option('--kwargs <json>', text.kwargsOption, jsonObjectOf(text, '--kwargs'))
    .addOption(
      new Option('--countdown <seconds>', text.countdownOption)
        .argParser(numberOf(text, '--countdown', 0, YEAR_S))
        .conflicts('eta'),
    )
    .option('--eta <time>', text.etaOption, instantOf(text, '--eta'))
    .option('--expires <time>', text.expiresOption, instantOf(text, '--expires'))
    .option('--priority <n>', text.priorityOption, wholeNumberOf(text, '--priority', 0, 9))
    .option('--max-retries <n>', text.maxRetriesOption, wholeNumberOf(text, '--max-retries', 0, 100))
    .option('--queue <queue>', text.queueOption)
    .option('--idempotency-key <key>', text.idempotencyKeyOption);
  addWaitOptions(command, app).action(async (name: string, options: SendTaskOptions) => {
    const client = await app.client();
    const { wait, timeout, maxRetries, idempotencyKey, ...rest } = options;
    const accepted = await sendTask(app, client, name, { ...rest, max_retries: maxRetries }, idempotencyKey);
    // With --json there is one document: the outcome, which names the task too.
    if (!wait || !app.options.json) app.print(accepted, () => sentLines(app, accepted, options));
    if (wait) showOutcome(app, await followTask(app, client, accepted.task_id, timeout));
  });
}

function sentLines(app: App, { task_name, task_id }: TaskAccepted, options: SendTaskOptions): string[] {
  const { countdown, eta, wait } = options;
  const due = eta ?? (countdown ? new Date(Date.now() + countdown * 1_000).toISOString() : null);
  const sent = due ? app.text.sentFor(task_name, task_id, localTime(due)) : app.text.sent(task_name, task_id);
  return wait ? [sent] : [sent, app.style().minor(app.text.follow(task_id))];
}
