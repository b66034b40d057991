import type { Command } from 'commander';
import type { App } from '../../app.js';
import { wholeNumberOf } from '../../parsing/numbers.js';
import { auditTable } from '../../printing/access-tables.js';

const MOST_LISTED = 200;

interface AuditOptions {
  readonly actor?: string;
  readonly action?: string;
  readonly target?: string;
  readonly limit?: number;
}

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
    .action(async (filter: AuditOptions) => {
      const page = await (await app.client()).audit(filter, { signal: surroundings.signal });
      app.print(page, () =>
        page.results.length === 0
          ? [text.access.noEntries]
          : auditTable(page.results, text, app.width, app.style()),
      );
    });
}
