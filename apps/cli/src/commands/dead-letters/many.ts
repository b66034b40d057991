import type { DeadLetterBatch, DeadLetterOutcome, DeadLetterOutcomes } from '@celerity/contracts';
import type { Command } from 'commander';
import type { App } from '../../app.js';
import { EXIT } from '../../exit-code.js';
import { WrongUsage } from '../../failures/wrong-usage.js';
import { wholeNumberOf } from '../../parsing/numbers.js';
import { inOneLine } from '../../printing/plain-text.js';
import { addSelection, isGiven, type SelectionOptions, selectionOf } from './selection.js';

/** Most dead letters that the API takes in one command. */
const MOST = 500;

export interface ManyOptions extends SelectionOptions {
  readonly all?: boolean;
  readonly limit?: number;
}

/** Ids, or filters in their place. */
export function addMany(command: Command, app: App): Command {
  const { text } = app;
  const words = text.ofDeadLetters;
  return addSelection(command.argument('[ids...]', words.idsArgument), app)
    .option('--all', words.allOption)
    .option('--limit <n>', `${words.limitOption} (100)`, wholeNumberOf(text, '--limit', 1, MOST));
}

/** @throws WrongUsage when it is not clear which ones are meant: a command on all must be asked for. */
export function batchOf({ text }: App, ids: readonly string[], options: ManyOptions): DeadLetterBatch {
  const { all = false, limit, ...selection } = options;
  const filtered = all || isGiven(selection);
  if (ids.length > 0 && filtered) throw new WrongUsage(text.ofDeadLetters.notBoth);
  if (ids.length === 0 && !filtered) throw new WrongUsage(text.ofDeadLetters.whichOnes);
  return ids.length > 0 ? { ids: [...ids] } : { filter: selectionOf(selection), limit };
}

/** A line each; the exit code tells whether all were done. */
export function showOutcomes(
  app: App,
  outcomes: DeadLetterOutcomes,
  said: (outcome: DeadLetterOutcome) => string,
): void {
  const words = app.text.ofDeadLetters;
  const lineOf = (outcome: DeadLetterOutcome) =>
    outcome.done
      ? said(outcome)
      : app.style().failure(words.refused(outcome.id, inOneLine(outcome.reason ?? '')));
  app.print(outcomes, () => (outcomes.results.length > 0 ? outcomes.results.map(lineOf) : [words.noMatch]));
  if (!app.options.json && outcomes.left > 0) app.note(words.left(outcomes.left));
  if (outcomes.refused > 0) app.exitCode = EXIT.refused;
}
