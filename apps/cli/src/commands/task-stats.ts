import { STATS_WINDOWS } from '@celerity/client';
import type { StatsWindow } from '@celerity/contracts';
import { type Command, Option } from 'commander';
import type { App } from '../app.js';
import { addWatchOption, showAnswer, type WatchOption } from '../live/show-answer.js';
import { shownList } from '../live/shown-list.js';
import { choiceOf } from '../parsing/choice.js';
import { taskStatsTable } from '../printing/task-stats-table.js';

interface TaskStatsOptions extends WatchOption {
  readonly window?: StatsWindow;
}

/** `task-stats`: what became of the tasks of each name. */
export function addTaskStats(program: Command, app: App): void {
  const { text, surroundings } = app;
  const command = program
    .command('task-stats')
    .description(text.taskStatsAbout)
    .addOption(
      new Option('--window <span>', text.windowOption)
        .choices(STATS_WINDOWS)
        .argParser(choiceOf(text, '--window', STATS_WINDOWS)),
    );
  addWatchOption(command, app).action(async ({ window = '24h', ...options }: TaskStatsOptions) => {
    const client = await app.client();
    await showAnswer(app, options, async () => {
      const list = await client.taskStats(window, { signal: surroundings.signal });
      return shownList(app, list, taskStatsTable, text.nothingInWindow);
    });
  });
}
