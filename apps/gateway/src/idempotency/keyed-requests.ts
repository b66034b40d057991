import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { newTaskId } from '@celerity/contracts';
import { StoreUnavailable } from '../database/store-unavailable.js';
import {
  type Claim,
  IdempotencyKeysRepository,
  type KeyedRequest,
  LEASE_MS,
} from './idempotency-keys.repository.js';
import { keyReused, stillBeingSent } from './key-problems.js';

/** Under which id to send, and whether it may have been sent before. */
export interface Turn {
  readonly taskId: string;
  readonly possibleDuplicate: boolean;
  /** What was answered before, when that was not all of it. */
  readonly before: object | null;
}

/** What came of a turn; an incomplete answer is tried again by the next request with the key. */
export interface Outcome<Answer> {
  readonly answer: Answer;
  readonly complete: boolean;
}

/** An answer, and whether an earlier request with the key had got it. */
export interface KeyedAnswer<Answer> {
  readonly answer: Answer;
  readonly again: boolean;
}

/** How long a request waits for another one with its key. */
const WAIT_MS = 1_800;
const ASK_EVERY_MS = 40;
/** A claim this old, in milliseconds, may soon be somebody else's: what is sent under it is flagged. */
const STALE_MS = LEASE_MS / 2;

/**
 * Makes requests that carry an `Idempotency-Key` happen once: the key is written down before anything is sent, the
 * first who writes it sends, and everybody gets that answer. One that broke down half-way is sent again under
 * the same task id, flagged as a possible duplicate.
 */
@Injectable()
export class KeyedRequests {
  private readonly logger = new Logger(KeyedRequests.name);

  constructor(private readonly keys: IdempotencyKeysRepository) {}

  /** @throws StoreUnavailable nothing was sent; ProblemException 422, 503; and what `send` throws */
  async once<Answer extends object>(
    request: KeyedRequest,
    send: (turn: Turn) => Promise<Outcome<Answer>>,
  ): Promise<KeyedAnswer<Answer>> {
    const deadline = performance.now() + WAIT_MS;
    do {
      const begun = performance.now();
      const claim = await this.keys.claim(request, newTaskId());
      if (claim) return { answer: await this.take(request, claim, begun, send), again: false };
      const answer = await this.answerTo<Answer>(request);
      if (answer) return { answer, again: true };
      await pause(ASK_EVERY_MS);
    } while (performance.now() < deadline);
    throw stillBeingSent();
  }

  /**
   * The answer that the key has, null while there is none.
   * @throws StoreUnavailable, ProblemException 422
   */
  async answerTo<Answer extends object>(request: KeyedRequest): Promise<Answer | null> {
    const kept = await this.keys.find(request);
    if (kept && kept.hash !== request.hash) throw keyReused();
    return kept?.accepted ? (kept.answer as Answer) : null;
  }

  private async take<Answer extends object>(
    request: KeyedRequest,
    claim: Claim,
    begun: number,
    send: (turn: Turn) => Promise<Outcome<Answer>>,
  ): Promise<Answer> {
    const possibleDuplicate = claim.number > 1 || performance.now() - begun > STALE_MS;
    try {
      const { answer, complete } = await send({
        taskId: claim.taskId,
        possibleDuplicate,
        before: claim.answer,
      });
      await this.settle(request, claim, complete ? 'accepted' : 'unknown', answer);
      return answer;
    } catch (error) {
      await this.settle(request, claim, 'unknown', claim.answer);
      throw error;
    }
  }

  /** What was sent was sent: a database that is away by now costs the next one a wait, and no second task. */
  private async settle(
    request: KeyedRequest,
    claim: Claim,
    state: 'accepted' | 'unknown',
    answer: object | null,
  ): Promise<void> {
    try {
      await this.keys.settle(request, claim, state, answer);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      this.logger.warn(`the answer to an Idempotency-Key could not be kept: ${error.message}`);
    }
  }
}
