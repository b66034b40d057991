import { hasEnded } from '@celerity/client';
import type { Command } from 'commander';
import type { App } from '../app.js';
import { numberOf } from '../parsing/numbers.js';
import { duration } from '../printing/moments.js';
import { followTask, MOST_WAIT_S, showOutcome } from './follow-task.js';
import { sendTask } from './send.js';

const DEFAULT_TIMEOUT_S = 30;

/** `test-task`: one task through every part of the system. */
export function addTestTask(program: Command, app: App): void {
  const { text } = app;
  program
    .command('test-task')
    .description(text.testTaskAbout)
    .option(
      '--timeout <seconds>',
      `${text.timeoutOption} (${DEFAULT_TIMEOUT_S})`,
      numberOf(text, '--timeout', 0, MOST_WAIT_S),
    )
    .action(async ({ timeout = DEFAULT_TIMEOUT_S }: { timeout?: number }) => {
      const client = await app.client();
      const begun = performance.now();
      const accepted = await sendTask(app, client, 'test_task', {
        kwargs: { message: 'celerity test-task' },
      });
      if (!app.options.json) {
        app.print(accepted, () => [
          text.testAnswered(client.baseUrl),
          text.sent(accepted.task_name, accepted.task_id),
        ]);
      }
      const outcome = await followTask(app, client, accepted.task_id, timeout);
      const took = duration(performance.now() - begun);
      showOutcome(app, outcome);
      if (app.options.json) return;
      if (outcome.status === 'SUCCESS') app.print(outcome, () => [text.testPassed(took)]);
      else if (!hasEnded(outcome)) app.note(text.noWorkerYet);
    });
}
