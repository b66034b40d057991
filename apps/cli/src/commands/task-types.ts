import type { TaskTypeView } from '@celerity/contracts';
import type { Command } from 'commander';
import type { App } from '../app.js';
import { EXIT } from '../exit-code.js';
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
      if (type) app.print(type, () => taskTypeDetails(type, text, app.width, app.style()));
      else sayUnknown(app, name);
    });
}

function isCalled({ task_name, name }: TaskTypeView, wanted: string): boolean {
  return task_name === wanted || name === wanted;
}

function sayUnknown(app: App, name: string): void {
  const message = app.text.unknownTaskName(inOneLine(name));
  const hint = app.text.unknownTaskHint;
  app.exitCode = EXIT.refused;
  if (app.options.json)
    app.note(JSON.stringify({ error: { message, hints: [hint] }, exit_code: app.exitCode }));
  else app.note(`celerity: ${message}`, `  ${hint}`);
}
