import type {
  DeadLetterBatch,
  DeadLetterEdits,
  DeadLetterFilter,
  DeadLetterOutcomes,
  DeadLetterPage,
  DeadLetterSummary,
  DeadLetterView,
  ReplayedDeadLetter,
} from '@celerity/contracts';
import type { RequestOptions } from './client-options.js';
import type { HttpRequests } from './http-requests.js';

/** Longest that a command on many may take, in milliseconds, beside the usual. */
const MANY_MS = 30_000;

/** Messages that will not be delivered again. */
export class DeadLettersApi {
  constructor(private readonly http: HttpRequests) {}

  /** Newest first: one page. */
  list(filter: DeadLetterFilter = {}, options: RequestOptions = {}): Promise<DeadLetterPage> {
    return this.http.ask({ ...options, path: '/dead-letters', query: filter });
  }

  show(id: string, options: RequestOptions = {}): Promise<DeadLetterView> {
    return this.http.ask({ ...options, path: pathOf(id) });
  }

  /** Sends it again as a new task; the same call again sends no second one. */
  replay(id: string, edits: DeadLetterEdits = {}, options: RequestOptions = {}): Promise<ReplayedDeadLetter> {
    return this.http.ask({ ...options, method: 'POST', path: `${pathOf(id)}/replay`, body: edits });
  }

  replayMany(batch: DeadLetterBatch, options: RequestOptions = {}): Promise<DeadLetterOutcomes> {
    const path = '/dead-letters/replay';
    return this.http.ask({ ...options, method: 'POST', path, body: batch, extraMs: MANY_MS });
  }

  discard(id: string, options: RequestOptions = {}): Promise<DeadLetterSummary> {
    return this.http.ask({ ...options, method: 'POST', path: `${pathOf(id)}/discard`, body: {} });
  }

  discardMany(batch: DeadLetterBatch, options: RequestOptions = {}): Promise<DeadLetterOutcomes> {
    const path = '/dead-letters/discard';
    return this.http.ask({ ...options, method: 'POST', path, body: batch, extraMs: MANY_MS });
  }
}

function pathOf(id: string): string {
  return `/dead-letters/${encodeURIComponent(id)}`;
}
