import type { Command } from 'commander';
import type { App } from '../app.js';
import { endedTaskTable } from '../printing/task-table.js';
import { addFilterOptions, type FilterOptions } from './filter-options.js';
import { showList } from './show-list.js';

/** `history`: what has ended. */
export function addHistory(program: Command, app: App): void {
  addFilterOptions(program.command('history').description(app.text.historyAbout), app).action(
    (options: FilterOptions) => showList(app, 'history', options, endedTaskTable, app.text.noHistory),
  );
}
