import type { AuditFilter } from '@celerity/contracts';
import type { Command } from 'commander';
import type { App } from '../../app.js';
import { showAnswer } from '../../live/show-answer.js';
import { shownList } from '../../live/shown-list.js';
import { pastInstantOf } from '../../parsing/instants.js';
import { wholeNumberOf } from '../../parsing/numbers.js';
import { auditTable } from '../../printing/access-tables.js';

const MOST_LISTED = 200;

/** `audit`: who did what, newest first. */
export function addAudit(program: Command, app: App): void {
  const { text, surroundings } = app;
  program
    .command('audit')
    .description(text.access.auditAbout)
    .option('--actor <name>', text.access.actorOption)
    .option('--action <action>', text.access.actionOption)
    .option('--target <target>', text.access.targetOption)
    .option('--limit <n>', text.limitOption, wholeNumberOf(text, '--limit', 1, MOST_LISTED))
    .option('--since <when>', text.access.sinceOption, pastInstantOf(text, '--since'))
    .option('--until <when>', text.access.untilOption, pastInstantOf(text, '--until'))
    .option(
      '--cursor <cursor>',
      text.cursorOption,
      wholeNumberOf(text, '--cursor', 1, Number.MAX_SAFE_INTEGER),
    )
    .action(async (filter: AuditFilter) => {
      const client = await app.client();
      await showAnswer(app, {}, async () => {
        const page = await client.audit(filter, { signal: surroundings.signal });
        return shownList(app, page, auditTable, text.access.noEntries);
      });
    });
}
