import type {
  DeadLetterBatch,
  DeadLetterEdits,
  DeadLetterFilter,
  DeadLetterOutcomes,
  DeadLetterPage,
  ReplayedDeadLetter,
  DeadLetterSummary,
  DeadLetterView,
} from '../http/dead-letters.js';
import type { FieldProblem } from '../http/problem.js';

/** Message patterns of what the monitor answers about dead letters. */
export const DEAD_LETTER_COMMANDS = {
  list: 'monitor.dead-letters',
  show: 'monitor.dead-letter',
  replay: 'monitor.replay-dead-letter',
  replayMany: 'monitor.replay-dead-letters',
  discard: 'monitor.discard-dead-letter',
  discardMany: 'monitor.discard-dead-letters',
} as const;

export interface DeadLettersQuery {
  readonly filter: DeadLetterFilter;
}

export interface DeadLettersAnswer {
  readonly page: DeadLetterPage;
}

export interface DeadLetterQuery {
  readonly id: string;
}

export interface DeadLetterAnswer {
  readonly dead_letter: DeadLetterView | null;
}

interface ByUser {
  /** Who asks, for the record. */
  readonly by: string;
}

export interface ReplayDeadLetter extends ByUser {
  readonly id: string;
  readonly edits: DeadLetterEdits;
}

export interface DiscardDeadLetter extends ByUser {
  readonly id: string;
}

export interface DeadLettersCommand extends ByUser {
  readonly batch: DeadLetterBatch;
}

/**
 * Why a command on one dead letter was not carried out. `pending`: it is decided and recorded, but the broker has
 * not confirmed the new task yet; it is sent again until it does.
 */
export type DeadLetterRefusal =
  | { readonly kind: 'not_found' }
  | { readonly kind: 'conflict'; readonly message: string }
  | { readonly kind: 'unacceptable'; readonly problems: readonly FieldProblem[] }
  | { readonly kind: 'pending'; readonly task_id: string };

export type ReplayAnswer =
  { readonly replayed: ReplayedDeadLetter } | { readonly refusal: DeadLetterRefusal };

export type DiscardAnswer =
  { readonly discarded: DeadLetterSummary } | { readonly refusal: DeadLetterRefusal };

export interface DeadLettersOutcome {
  readonly outcomes: DeadLetterOutcomes;
}
