import type { Command } from 'commander';
import type { App } from '../app.js';
import { addWatchOption, showAnswer, type WatchOption } from '../live/show-answer.js';
import { workerTable } from '../printing/worker-table.js';

/** `worker-stats`: who works, and how it is. */
export function addWorkerStats(program: Command, app: App): void {
  const { text, surroundings } = app;
  addWatchOption(program.command('worker-stats').description(text.workerStatsAbout), app).action(
    async (options: WatchOption) => {
      const client = await app.client();
      await showAnswer(app, options, async () => {
        const list = await client.workers({ signal: surroundings.signal });
        const { results } = list;
        return {
          answer: list,
          rows: results,
          lines: () =>
            results.length === 0 ? [text.noWorkers] : workerTable(results, text, app.width, app.style()),
        };
      });
    },
  );
}
