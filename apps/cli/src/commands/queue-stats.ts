import type { Command } from 'commander';
import type { App } from '../app.js';
import { queueTable } from '../printing/queue-table.js';

/** `queue-stats`: what waits where, and who takes it. */
export function addQueueStats(program: Command, app: App): void {
  program
    .command('queue-stats')
    .description(app.text.queueStatsAbout)
    .action(async () => {
      const client = await app.client();
      const list = await client.queues({ signal: app.surroundings.signal });
      app.print(list, () => queueTable(list.results, app.text, app.width, app.style()));
    });
}
