import type { TaskTypeView } from '@celerity/contracts';
import type { Command } from 'commander';
import type { App } from '../app.js';
import { Refusal } from '../failures/refusal.js';
import { inOneLine } from '../printing/plain-text.js';
import { taskTypeDetails, taskTypeTable } from '../printing/task-types.js';

/** `task-types [NAME]`: what can be sent. */
export function addTaskTypes(program: Command, app: App): void {
  const { text, surroundings } = app;
  program
    .command('task-types')
    .description(text.taskTypesAbout)
    .argument('[name]', text.taskNameArgument)
    .action(async (name?: string) => {
      const client = await app.client();
      const list = await client.taskTypes({ signal: surroundings.signal });
      if (name === undefined) {
        app.print(list, () => taskTypeTable(list.results, text, app.width, app.style()));
        return;
      }
      const type = list.results.find((each) => isCalled(each, name));
      if (!type) throw new Refusal(text.unknownTaskName(inOneLine(name)), [text.unknownTaskHint]);
      app.print(type, () => taskTypeDetails(type, text, app.width, app.style()));
    });
}

function isCalled({ task_name, name }: TaskTypeView, wanted: string): boolean {
  return task_name === wanted || name === wanted;
}
