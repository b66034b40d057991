import type { Command } from 'commander';
import type { App } from '../app.js';
import { numberOf } from '../parsing/numbers.js';
import { followTask, MOST_WAIT_S, showOutcome } from './follow-task.js';

/** `task-result ID`: the outcome, waited for when asked to. */
export function addTaskResult(program: Command, app: App): void {
  const { text, surroundings } = app;
  program
    .command('task-result')
    .description(text.taskResultAbout)
    .argument('<id>', text.taskIdArgument)
    .option('--wait <seconds>', text.waitSecondsOption, numberOf(text, '--wait', 0, MOST_WAIT_S))
    .action(async (id: string, { wait = 0 }: { wait?: number }) => {
      const client = await app.client();
      const { signal } = surroundings;
      const outcome =
        wait === 0 ? await client.result(id, { signal }) : await followTask(app, client, id, wait);
      showOutcome(app, outcome);
    });
}
