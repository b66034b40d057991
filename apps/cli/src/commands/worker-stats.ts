import type { Command } from 'commander';
import type { App } from '../app.js';
import { addWatchOption, showAnswer, type WatchOption } from '../live/show-answer.js';
import { shownList } from '../live/shown-list.js';
import { workerTable } from '../printing/worker-table.js';

/** `worker-stats`: who works, and how it is. */
export function addWorkerStats(program: Command, app: App): void {
  const { text, surroundings } = app;
  addWatchOption(program.command('worker-stats').description(text.workerStatsAbout), app).action(
    async (options: WatchOption) => {
      const client = await app.client();
      await showAnswer(app, options, async () => {
        const list = await client.workers({ signal: surroundings.signal });
        return shownList(app, list, workerTable, text.noWorkers);
      });
    },
  );
}
