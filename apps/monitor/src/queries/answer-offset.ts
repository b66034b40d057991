import { Inject, Injectable } from '@nestjs/common';
import { BrokerNames } from '@celerity/messaging';
import { Kysely } from 'kysely';
import { PassedBarriers } from '../barriers/passed-barriers.js';
import type { MonitorDatabase } from '../database/monitor-database.js';
import { notProjected } from './query-errors.js';

/** Askers wait 5 s; an answer that comes later is nobody's. */
const BARRIER_WAIT_MS = 4_500;

/** Up to where in the journal an answer is true. */
@Injectable()
export class AnswerOffset {
  constructor(
    @Inject(Kysely) private readonly db: Kysely<MonitorDatabase>,
    private readonly names: BrokerNames,
    private readonly barriers: PassedBarriers,
  ) {}

  /**
   * Waits for the barrier, if there is one; then the offset up to which (exclusive) the tables are complete.
   * Read it before the rows, so that it never says too much.
   * @throws RpcException (`not_projected`)
   */
  async after(barrierId: string | undefined): Promise<number> {
    if (barrierId !== undefined && !(await this.barriers.passed(barrierId, BARRIER_WAIT_MS)))
      throw notProjected();
    const stored = await this.db
      .selectFrom('projection')
      .select('next_offset')
      .where('journal', '=', this.names.journal)
      .executeTakeFirst();
    return Number(stored?.next_offset ?? 0);
  }
}
