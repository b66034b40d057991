import { Inject, Injectable } from '@nestjs/common';
import { Kysely, sql } from 'kysely';
import type { MonitorDatabase } from '../database/monitor-database.js';
import { isAlive } from '../workers/worker-liveness.js';

/** What workers hold and have not settled, by their heartbeats: the broker's count of a queue does not show it. */
@Injectable()
export class HeldDeliveries {
  constructor(@Inject(Kysely) private readonly db: Kysely<MonitorDatabase>) {}

  /** Families of which some worker that is alive holds a delivery, of any lane. */
  async families(): Promise<ReadonlySet<string>> {
    const { rows } = await sql<{ family: string }>`
      select distinct split_part(held.key, '.', 1) as family
      from workers, json_each_text(workers.unacked) as held
      where ${isAlive} and held.value <> '0'`.execute(this.db);
    return new Set(rows.map(({ family }) => family));
  }
}
