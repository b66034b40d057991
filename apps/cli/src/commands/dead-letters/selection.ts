import type { DeadLetterSelection } from '@celerity/contracts';
import type { Command } from 'commander';
import type { App } from '../../app.js';
import { pastInstantOf } from '../../parsing/instants.js';

/** What commander makes of the options below. */
export interface SelectionOptions extends Pick<DeadLetterSelection, 'queue' | 'cause' | 'since' | 'until'> {
  readonly taskName?: string;
}

/** The filters that say which dead letters are meant. */
export function addSelection(command: Command, { text }: App): Command {
  const words = text.ofDeadLetters;
  return command
    .option('--task-name <name>', words.nameOption)
    .option('--queue <queue>', words.queueOption)
    .option('--cause <cause>', words.causeOption)
    .option('--since <when>', words.sinceOption, pastInstantOf(text, '--since'))
    .option('--until <when>', words.untilOption, pastInstantOf(text, '--until'));
}

/** The filter as the API takes it. */
export function selectionOf({ taskName, queue, cause, since, until }: SelectionOptions): DeadLetterSelection {
  return { queue, task_name: taskName, cause, since, until };
}

/** True when not all are meant. */
export function isGiven(options: SelectionOptions): boolean {
  return Object.values(selectionOf(options)).some((value) => value !== undefined);
}
