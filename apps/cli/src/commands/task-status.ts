import type { Command } from 'commander';
import type { App } from '../app.js';
import { taskDetails } from '../printing/task-details.js';

/** `task-status ID`: everything about one task. */
export function addTaskStatus(program: Command, app: App): void {
  program
    .command('task-status')
    .description(app.text.taskStatusAbout)
    .argument('<id>', app.text.taskIdArgument)
    .action(async (id: string) => {
      const client = await app.client();
      const task = await client.task(id, { signal: app.surroundings.signal });
      app.print(task, () => taskDetails(task, app.text, app.style()));
    });
}
