import type { Command } from 'commander';
import type { App } from '../app.js';
import { workerTable } from '../printing/worker-table.js';

/** `worker-stats`: who works, and how it is. */
export function addWorkerStats(program: Command, app: App): void {
  program
    .command('worker-stats')
    .description(app.text.workerStatsAbout)
    .action(async () => {
      const client = await app.client();
      const list = await client.workers({ signal: app.surroundings.signal });
      app.print(list, () =>
        list.results.length === 0
          ? [app.text.noWorkers]
          : workerTable(list.results, app.text, app.width, app.style()),
      );
    });
}
