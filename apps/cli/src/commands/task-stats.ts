import { STATS_WINDOWS, type StatsWindow } from '@celerity/contracts';
import { type Command, Option } from 'commander';
import type { App } from '../app.js';
import { taskStatsTable } from '../printing/task-stats-table.js';

/** `task-stats`: what became of the tasks of each name. */
export function addTaskStats(program: Command, app: App): void {
  program
    .command('task-stats')
    .description(app.text.taskStatsAbout)
    .addOption(new Option('--window <span>', app.text.windowOption).choices(STATS_WINDOWS).default('24h'))
    .action(async ({ window }: { window: StatsWindow }) => {
      const client = await app.client();
      const list = await client.taskStats(window, { signal: app.surroundings.signal });
      app.print(list, () =>
        list.results.length === 0
          ? [app.text.nothingInWindow]
          : taskStatsTable(list.results, app.text, app.width, app.style()),
      );
    });
}
