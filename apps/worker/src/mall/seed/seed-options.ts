import { parseArgs } from 'node:util';
import { DateTime } from 'luxon';

/** What the command line of the seed says. */
export interface SeedOptions {
  /** In a mall that is there already, so many new bills fall due tomorrow. */
  readonly dueAgain: number;
  /** `YYYY-MM-DD`; null means today by the database's clock. */
  readonly today: string | null;
}

/** @throws Error that says what is wrong with an option, unknown ones included. */
export function parseSeedOptions(args: readonly string[]): SeedOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { 'due-again': { type: 'string' }, today: { type: 'string' } },
    strict: true,
    allowPositionals: false,
  });
  const dueAgain = values['due-again'] ?? '0';
  if (!/^\d{1,4}$/.test(dueAgain)) throw new Error(`--due-again takes a number of bills, not "${dueAgain}"`);
  const { today = null } = values;
  if (today !== null && !(/^\d{4}-\d{2}-\d{2}$/.test(today) && DateTime.fromISO(today).isValid)) {
    throw new Error(`--today takes a date that exists, YYYY-MM-DD, not "${today}"`);
  }
  return { dueAgain: Number(dueAgain), today };
}
