import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { sql, type Kysely, type RawBuilder, type SqlBool, type Transaction } from 'kysely';
import { describeError } from '../errors/describe-error.js';
import { LeaseStore } from './lease-store.js';
import { LostLeadership } from './lost-leadership.js';

/** Who competes for which lease, and what to do on winning and losing it. */
export interface LeaderLeaseOptions<DB> {
  readonly db: Kysely<DB>;
  readonly schema: string;
  /** What is led, such as `projector`. */
  readonly name: string;
  /** Unique to this process, also after a restart. Default: a random id. */
  readonly holder?: string;
  /** A dead leader is replaced after this long. Default 4 s, so that a takeover is done within 5. */
  readonly ttlMs?: number;
  /** Starts the leader's work and returns; `signal` aborts when the term ends. A failure gives the lease up. */
  onElected(term: number, signal: AbortSignal): Promise<void> | void;
  /** Stops the leader's work; called once per won term, after `onElected` has returned. */
  onDeposed(term: number): Promise<void> | void;
}

interface Tenure {
  readonly term: number;
  readonly ended: AbortController;
  /** Settles, never rejects, when `onElected` has returned. */
  begun: Promise<void>;
  failed: boolean;
  /** By this machine's monotonic clock: when the lease may have run out in the database. */
  deadline: number;
}

const DEFAULT_TTL_MS = 4_000;

/**
 * One leader among any number of replicas, by a lease row in PostgreSQL that a leader renews.
 *
 * A leader may be paused at any moment and wake up after its term, so `currentTerm()` only tells whether to
 * begin something. Whatever it writes must check the term in the database, in the same transaction:
 * `await lease.fence(trx, term)` first, or, for a single statement, `.where(lease.holdsTerm(term))`.
 */
export class LeaderLease<DB = unknown> {
  private readonly logger = new Logger('Leadership');
  private readonly store: LeaseStore;
  private readonly ttlMs: number;
  private tenure: Tenure | null = null;
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private running = false;
  private failing = false;

  constructor(private readonly options: LeaderLeaseOptions<DB>) {
    this.ttlMs = options.ttlMs ?? DEFAULT_TTL_MS;
    const { schema, name, holder = randomUUID() } = options;
    this.store = new LeaseStore(options.db as Kysely<unknown>, { schema, name, holder });
  }

  /** Begins to compete; elections arrive through `onElected`. */
  start(): void {
    if (this.running) return;
    this.running = true;
    this.schedule(0);
  }

  /** Stops competing; a leader stops its work first and then releases the lease to its successor. */
  async stop(): Promise<void> {
    this.running = false;
    clearTimeout(this.timer);
    await this.turn;
    const term = await this.depose();
    if (term !== null) await this.store.release(term).catch((error: unknown) => this.warn('release', error));
  }

  /** The term this process leads in, or null. Null as soon as renewal was not confirmed in time. */
  currentTerm(): number | null {
    return this.tenure && performance.now() < this.tenure.deadline ? this.tenure.term : null;
  }

  /**
   * Makes the transaction part of the term: it throws if the term has moved on, and a takeover waits until
   * the transaction has ended. Renewals do not wait. The database ends the transaction of a process that
   * was paused inside it, so that it cannot keep a successor waiting.
   * @throws LostLeadership
   */
  async fence(trx: Transaction<DB>, term: number): Promise<void> {
    const { rows } = await sql<{ held: boolean }>`
      select ${this.store.holds(term)} as held,
        set_config('idle_in_transaction_session_timeout', ${String(this.ttlMs)}, true)`.execute(trx);
    if (!rows[0]?.held) throw new LostLeadership(this.options.name, term);
  }

  /** The condition for a single-statement write: `update … where <this>` changes nothing after the term. */
  holdsTerm(term: number): RawBuilder<SqlBool> {
    return this.store.holds(term);
  }

  private schedule(afterMs: number): void {
    if (!this.running) return;
    this.timer = setTimeout(() => {
      this.turn = this.takeTurn().then((next) => this.schedule(next));
    }, afterMs);
  }

  /** One renewal or one bid; gives the time until the next. */
  private async takeTurn(): Promise<number> {
    const interval = this.ttlMs / 3;
    try {
      const next = this.tenure ? await this.renew(this.tenure, interval) : await this.bid(interval);
      this.failing = false;
      return next;
    } catch (error) {
      // One line an outage, not one a try.
      if (!this.failing) this.warn(this.tenure ? 'renewal' : 'bid', error);
      this.failing = true;
      // A leader that hears nothing tries more often, until its deadline.
      return this.tenure ? interval / 4 : interval;
    } finally {
      if (this.tenure && this.currentTerm() === null) await this.depose();
    }
  }

  private async renew(tenure: Tenure, interval: number): Promise<number> {
    const asked = performance.now();
    const renewed =
      !tenure.failed && (await this.before(tenure.deadline, this.store.renew(tenure.term, this.ttlMs)));
    tenure.deadline = renewed ? asked + this.ttlMs : 0;
    return interval;
  }

  /** A database that does not answer must not keep a leader from noticing that its time is up. */
  private async before(deadline: number, renewal: Promise<boolean>): Promise<boolean> {
    const timedOut = new AbortController();
    const late = delay(Math.max(0, deadline - performance.now()), false, { signal: timedOut.signal });
    late.catch(() => undefined);
    try {
      return await Promise.race([renewal, late]);
    } finally {
      timedOut.abort();
      renewal.catch(() => undefined);
    }
  }

  private async bid(interval: number): Promise<number> {
    const asked = performance.now();
    const bid = await this.store.bid(this.ttlMs);
    const jitter = Math.random() * 0.1 * interval;
    if ('remainingMs' in bid) return Math.min(interval, Math.max(0, bid.remainingMs)) + jitter;
    this.elect(bid.term, asked + this.ttlMs);
    return interval;
  }

  private elect(term: number, deadline: number): void {
    const tenure: Tenure = {
      term,
      ended: new AbortController(),
      begun: Promise.resolve(),
      failed: false,
      deadline,
    };
    this.tenure = tenure;
    this.logger.log(`${this.options.name}: elected for term ${term}`);
    tenure.begun = this.begin(tenure);
  }

  private async begin(tenure: Tenure): Promise<void> {
    try {
      await this.options.onElected(tenure.term, tenure.ended.signal);
    } catch (error) {
      tenure.failed = true;
      this.warn(`start of term ${tenure.term}`, error);
    }
  }

  private async depose(): Promise<number | null> {
    const tenure = this.tenure;
    if (!tenure) return null;
    this.tenure = null;
    tenure.ended.abort();
    await tenure.begun;
    try {
      await this.options.onDeposed(tenure.term);
    } catch (error) {
      this.warn(`end of term ${tenure.term}`, error);
    }
    this.logger.log(`${this.options.name}: term ${tenure.term} is over`);
    return tenure.term;
  }

  private warn(what: string, error: unknown): void {
    this.logger.warn(`${this.options.name}: ${what} failed: ${describeError(error)}`);
  }
}
