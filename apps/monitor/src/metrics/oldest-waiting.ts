import { Inject, Injectable } from '@nestjs/common';
import { isFamily } from '@celerity/contracts';
import { Kysely, sql } from 'kysely';
import type { MonitorDatabase } from '../database/monitor-database.js';

/** How long the task that has waited longest in each queue could have begun already. */
@Injectable()
export class OldestWaiting {
  constructor(@Inject(Kysely) private readonly db: Kysely<MonitorDatabase>) {}

  /** Only queues in which something waits. */
  async read(): Promise<readonly { readonly queue: string; readonly seconds: number }[]> {
    const { rows } = await sql<{ queue: string; seconds: number }>`
      select queue, extract(epoch from now() - min(greatest(seen_at, eta)))::float8 as seconds
      from tasks where finished_at is null and state = 'PENDING' and (eta is null or eta <= now())
      group by queue`.execute(this.db);
    return rows.filter(({ queue }) => isFamily(queue));
  }
}
