import type { Command } from 'commander';
import type { App } from '../app.js';
import { endedTaskTable } from '../printing/task-table.js';
import { addWatchOption, type WatchOption } from '../live/show-answer.js';
import { addFilterOptions, type FilterOptions } from './filter-options.js';
import { showList } from './show-list.js';

/** `history`: what has ended. */
export function addHistory(program: Command, app: App): void {
  const command = program.command('history').description(app.text.historyAbout);
  addWatchOption(addFilterOptions(command, app), app).action((options: FilterOptions & WatchOption) =>
    showList(app, 'history', options, endedTaskTable, app.text.noHistory),
  );
}
