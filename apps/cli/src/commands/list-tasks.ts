import type { Command } from 'commander';
import type { App } from '../app.js';
import { activeTaskTable } from '../printing/task-table.js';
import { addWatchOption, type WatchOption } from '../live/show-answer.js';
import { addFilterOptions, type FilterOptions } from './filter-options.js';
import { showList } from './show-list.js';

/** `list-tasks`: what waits or runs. */
export function addListTasks(program: Command, app: App): void {
  const command = program.command('list-tasks').description(app.text.listTasksAbout);
  addWatchOption(addFilterOptions(command, app), app)
    .option('--delayed', app.text.schedules.delayedOption)
    .action((options: FilterOptions & WatchOption) =>
      showList(app, 'active', options, activeTaskTable, app.text.noActiveTasks),
    );
}
