import { BrokerUnavailable, ConfirmUnknown, PublishRefused } from '@celerity/messaging';
import {
  BeatUnavailable,
  FileStoreUnavailable,
  MonitorUnavailable,
  QueryRefused,
  RefusedByBeat,
} from '@celerity/service';
import { beatProblem } from '../schedules/beat-problems.js';
import { StoreUnavailable } from '../database/store-unavailable.js';
import { ProblemException, TryAgainLater } from './problem-exception.js';

/** The answer to an error of another part of the system: away, or refusing; null when it is none of these. */
export function knownProblem(error: unknown): ProblemException | null {
  if (error instanceof MonitorUnavailable) {
    return new TryAgainLater(
      'monitor-unavailable',
      'The monitor did not answer in time. Reading works again once it runs.',
    );
  }
  if (error instanceof QueryRefused) {
    return new ProblemException(400, {
      kind: 'invalid-query',
      title: 'Bad Request',
      detail: error.message,
      errors: [error.problem],
    });
  }
  if (error instanceof RefusedByBeat) return beatProblem(error.refusal);
  if (error instanceof BeatUnavailable) {
    return new TryAgainLater(
      'beat-unavailable',
      'Beat did not answer in time. A change may have been made all the same: look before you repeat it.',
    );
  }
  if (error instanceof StoreUnavailable) {
    return new TryAgainLater('store-unavailable', 'The database cannot be reached. Try again in a moment.');
  }
  if (error instanceof FileStoreUnavailable) {
    return new TryAgainLater(
      'file-store-unavailable',
      'The storage of files cannot be reached. Try again in a moment.',
    );
  }
  // Only a barrier gets here: what a submit meets is answered where the task is known.
  if (
    error instanceof BrokerUnavailable ||
    error instanceof PublishRefused ||
    error instanceof ConfirmUnknown
  ) {
    return new TryAgainLater(
      'broker-unavailable',
      'The broker cannot be reached or is blocked. Try again in a moment.',
    );
  }
  return null;
}
