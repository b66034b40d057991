import type { Command } from 'commander';
import type { App } from '../app.js';
import { addWatchOption, showAnswer, type WatchOption } from '../live/show-answer.js';
import { shownList } from '../live/shown-list.js';
import { queueTable } from '../printing/queue-table.js';

/** `queue-stats`: what waits where, and who takes it. */
export function addQueueStats(program: Command, app: App): void {
  const { text, surroundings } = app;
  addWatchOption(program.command('queue-stats').description(text.queueStatsAbout), app).action(
    async (options: WatchOption) => {
      const client = await app.client();
      await showAnswer(app, options, async () => {
        const list = await client.queues({ signal: surroundings.signal });
        return shownList(app, list, queueTable, text.noQueues);
      });
    },
  );
}
