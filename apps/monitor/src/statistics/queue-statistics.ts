import { Inject, Injectable } from '@nestjs/common';
import { FAMILIES, type QueueStats } from '@celerity/contracts';
import { Kysely, sql } from 'kysely';
import type { MonitorDatabase } from '../database/monitor-database.js';
import { DeadLetterStore } from '../dead-letters/dead-letter-store.js';
import { QueueDepths } from '../metrics/queue-depths.js';
import { isAlive } from '../workers/worker-liveness.js';

/** A person who asks wants to see what is, and waits a little for it. */
const FRESH_MS = 500;
const BROKER_MS = 3_000;

interface Waiting {
  readonly queue: string | null;
  readonly delayed: string;
  readonly oldest_age_s: number | null;
}

interface Rates {
  readonly queue: string;
  readonly publish_rate: number;
  readonly ack_rate: number;
}

/** What waits in each queue, who takes it and how fast. */
@Injectable()
export class QueueStatistics {
  constructor(
    @Inject(Kysely) private readonly db: Kysely<MonitorDatabase>,
    private readonly depths: QueueDepths,
    private readonly letters: DeadLetterStore,
  ) {}

  async all(): Promise<QueueStats[]> {
    const [depths, unacked, waiting, rates, dead] = await Promise.all([
      this.depths.read(FRESH_MS, BROKER_MS),
      this.unacked(),
      this.waiting(),
      this.rates(),
      this.deadLetters(),
    ]);
    return FAMILIES.map((name) => {
      const lanes = depths.filter(({ queue }) => familyOf(queue) === name);
      const waits = waiting.find(({ queue }) => queue === name);
      const rate = rates.find(({ queue }) => queue === name);
      return {
        name,
        ready: lanes.length === 0 ? null : lanes.reduce((sum, { ready }) => sum + ready, 0),
        unacked: unacked.get(name) ?? 0,
        delayed: Number(waits?.delayed ?? 0),
        // A worker consumes every lane, so the lanes' consumers are the same ones.
        consumers: lanes.length === 0 ? null : Math.max(...lanes.map(({ consumers }) => consumers)),
        dead_letters: dead.get(name) ?? 0,
        oldest_age_s: waits?.oldest_age_s ?? null,
        publish_rate: rate?.publish_rate ?? 0,
        ack_rate: rate?.ack_rate ?? 0,
      };
    });
  }

  private async unacked(): Promise<Map<string, number>> {
    const workers = await this.db.selectFrom('workers').select('unacked').where(isAlive).execute();
    const sums = new Map<string, number>();
    for (const [label, count] of workers.flatMap(({ unacked }) => Object.entries(unacked)))
      sums.set(familyOf(label), (sums.get(familyOf(label)) ?? 0) + count);
    return sums;
  }

  private async waiting(): Promise<Waiting[]> {
    const { rows } = await sql<Waiting>`
      select queue,
        count(*) filter (where state = 'RETRY' or eta > now()) as delayed,
        round(extract(epoch from now() - min(greatest(seen_at, eta))
          filter (where state = 'PENDING' and (eta is null or eta <= now())))::numeric, 1)::float8 as oldest_age_s
      from tasks where finished_at is null and state in ('PENDING', 'RETRY') group by queue`.execute(this.db);
    return rows;
  }

  /** Over the minute before this one and what has passed of this one. */
  private async rates(): Promise<Rates[]> {
    const { rows } = await sql<Rates>`
      select queue, round((sum(accepted) / passed)::numeric, 2)::float8 as publish_rate,
        round((sum(succeeded + failed + expired + retried) / passed)::numeric, 2)::float8 as ack_rate
      from task_counts, (select 60 + extract(second from now()) as passed) clock
      where span_s = 60 and slot >= date_trunc('minute', now()) - interval '1 minute' and slot <= now()
      group by queue, passed`.execute(this.db);
    return rows;
  }

  /** Those that wait for a decision. */
  private async deadLetters(): Promise<Map<string, number>> {
    return new Map((await this.letters.countOpen()).map(({ queue, count }) => [queue, count]));
  }
}

/** Queues of a family's lanes are called `<family>.<lane>`, and one is its quarantine. */
function familyOf(label: string): string {
  return label.split('.', 1)[0] ?? label;
}
