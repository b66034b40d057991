import type { ScheduleChanges } from '@celerity/contracts';
import type { Command } from 'commander';
import type { App } from '../../app.js';
import { WrongUsage } from '../../failures/wrong-usage.js';
import { wholeNumberOf } from '../../parsing/numbers.js';
import { scheduleDetails } from '../../printing/schedules.js';
import { addScheduleOptions, clearedFields, fieldsOf, type ScheduleOptions } from './schedule-options.js';

const HIGHEST_VERSION = 999_999_999;

interface EditOptions extends ScheduleOptions {
  readonly task?: string;
  readonly clear?: readonly string[];
  readonly ifVersion?: number;
}

/** `schedules create` and `edit`. */
export function addEditSchedules(schedules: Command, app: App): void {
  const { text, surroundings } = app;
  const { signal } = surroundings;
  const said = text.schedules;
  const create = schedules
    .command('create')
    .description(said.createAbout)
    .argument('<id>', said.idArgument)
    .requiredOption('--task <name>', said.taskOption);
  addScheduleOptions(create, app)
    .option('--paused', said.pausedOption)
    .action(
      async (id: string, options: ScheduleOptions & { readonly task: string; readonly paused?: true }) => {
        const { task, paused } = options;
        const schedule = { ...fieldsOf(options), id, task_name: task, ...(paused ? { enabled: false } : {}) };
        const made = await (await app.client()).schedules.create(schedule, { signal });
        app.print(made, () => [said.created(id), '', ...scheduleDetails(made, text, app.style())]);
      },
    );
  const edit = schedules
    .command('edit')
    .description(said.editAbout)
    .argument('<id>', said.idArgument)
    .option('--task <name>', said.taskOption);
  addScheduleOptions(edit, app)
    .option('--clear <field>', said.clearOption, clearedFields(app))
    .option('--if-version <n>', said.versionOption, wholeNumberOf(text, '--if-version', 1, HIGHEST_VERSION))
    .action(async (id: string, options: EditOptions) => {
      const changes = changesOf(options);
      if (Object.keys(changes).length === 0) throw new WrongUsage(said.notChanged);
      const { schedules: api } = await app.client();
      const changed = await api.edit(id, changes, { signal, version: options.ifVersion });
      app.print(changed, () => [
        said.edited(id, String(changed.version)),
        '',
        ...scheduleDetails(changed, text, app.style()),
      ]);
    });
}

function changesOf(options: EditOptions): ScheduleChanges {
  const { task, clear = [] } = options;
  const cleared = Object.fromEntries(clear.map((name) => [name, null]));
  return { ...cleared, ...fieldsOf(options), ...(task === undefined ? {} : { task_name: task }) };
}
