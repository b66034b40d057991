import { hostname } from 'node:os';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { HealthRegistry, LeaderLease } from '@celerity/service';
import { Kysely, sql, type RawBuilder, type SqlBool, type Transaction } from 'kysely';
import { Gauge, Registry } from 'prom-client';
import type { BeatDatabase } from '../database/beat-database.js';

/** What only the leader does. */
export interface LeaderWork {
  begin(term: number): void;
  /** Resolves when nothing of it goes on any more. */
  end(): Promise<void>;
}

const LEASE = 'beat';

/** Which of the beats fires the schedules; every write of its work is checked against the term. */
@Injectable()
export class BeatLeadership implements BeforeApplicationShutdown {
  private lease: LeaderLease<BeatDatabase> | null = null;

  constructor(
    @Inject(Kysely) private readonly db: Kysely<BeatDatabase>,
    health: HealthRegistry,
    registry: Registry,
  ) {
    health.register('leader', () => this.expectLeader());
    const leads = () => this.term !== null;
    new Gauge({
      name: 'celerity_beat_leader',
      help: '1 on the beat that fires the schedules, else 0',
      registers: [registry],
      collect(this: Gauge) {
        this.set(leads() ? 1 : 0);
      },
    });
  }

  /** Begins to compete; the work begins and ends with each term won. */
  compete(work: LeaderWork): void {
    this.lease = new LeaderLease<BeatDatabase>({
      db: this.db,
      schema: 'beat',
      name: LEASE,
      holder: `${hostname()}:${process.pid}:${crypto.randomUUID()}`,
      onElected: (term) => work.begin(term),
      onDeposed: () => work.end(),
    });
    this.lease.start();
  }

  /** The term in which this process leads, or null. */
  get term(): number | null {
    return this.lease?.currentTerm() ?? null;
  }

  /** @throws LostLeadership when the term is over; otherwise no other begins before the transaction ends. */
  async fence(trx: Transaction<BeatDatabase>, term: number): Promise<void> {
    await this.expectLease().fence(trx, term);
  }

  /** The same for a write of one statement. */
  holdsTerm(term: number): RawBuilder<SqlBool> {
    return this.expectLease().holdsTerm(term);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.lease?.stop();
  }

  private expectLease(): LeaderLease<BeatDatabase> {
    if (!this.lease) throw new Error('nothing can be led before compete()');
    return this.lease;
  }

  /** A leader somewhere, not necessarily here. */
  private async expectLeader(): Promise<void> {
    const { rows } = await sql`
      select from leases where name = ${LEASE} and expires_at > clock_timestamp()`.execute(this.db);
    if (rows.length === 0) throw new Error('no beat leads: schedules do not fire');
  }
}
