import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Rescheduled, RescheduleTask, TaskMessage, TaskRescheduled } from '@celerity/contracts';
import { JournalWriter } from '@celerity/messaging';
import { Kysely, sql, type Transaction } from 'kysely';
import type { BeatDatabase } from '../database/beat-database.js';
import { invalid, notWaiting } from '../queries/refusals.js';
import { rowIsOnItsWayRound } from './round-trip.js';

const JOURNAL_MS = 2_000;
/** A task accepted just now may still be on its way into the table. */
const TRIES = 4;
const AGAIN_MS = 200;
/** Farther away than any submit may say. */
const LONGEST_MS = 366 * 24 * 3_600_000;

interface MovableRow {
  attempt: number;
  message: Pick<TaskMessage, 'expires'>;
  due: Date;
  now: Date;
}

/** Gives a delayed task another time, in the database's time, and says so in the journal. */
@Injectable()
export class TimerMover {
  constructor(
    @Inject(Kysely) private readonly db: Kysely<BeatDatabase>,
    private readonly journal: JournalWriter,
  ) {}

  /** @throws RpcException (`not_waiting`, `invalid`) */
  async move(command: RescheduleTask): Promise<TaskRescheduled> {
    for (let attempt = 1; ; attempt += 1) {
      const eta = await this.db.transaction().execute((trx) => this.tryMove(trx, command));
      if (eta) return { task_id: command.task_id, eta: eta.toISOString() };
      if (attempt === TRIES) throw notWaiting(command.task_id);
      await pause(AGAIN_MS);
    }
  }

  /** Null when it does not wait, is being published at this moment, or may run while a copy of it goes round. */
  private async tryMove(trx: Transaction<BeatDatabase>, command: RescheduleTask): Promise<Date | null> {
    const { task_id, actor } = command;
    const wanted = command.eta ?? null;
    const { rows } = await sql<MovableRow>`
      select attempt, message, clock_timestamp() as now, greatest(clock_timestamp(), coalesce(
        ${wanted}::timestamptz, clock_timestamp() + ${command.countdown ?? 0}::float8 * interval '1 second')) as due
      from timers where task_id = ${task_id}::uuid and (lease_until is null or lease_until <= clock_timestamp())
        and not ${rowIsOnItsWayRound}
      order by attempt desc limit 1 for update skip locked`.execute(trx);
    const [row] = rows;
    if (!row) return null;
    refuseImpossible(row, wanted === null ? 'countdown' : 'eta');
    await sql`update timers set due_at = ${row.due}, lease_until = null
      where task_id = ${task_id}::uuid and attempt = ${row.attempt}`.execute(trx);
    const event: Rescheduled = {
      type: 'rescheduled',
      task_id,
      at: row.now.toISOString(),
      attempt: row.attempt,
      eta: row.due.toISOString(),
      by: actor,
    };
    // Before the commit: what cannot be journaled is not moved.
    await this.journal.append(event, { timeoutMs: JOURNAL_MS }).confirmed;
    return row.due;
  }
}

function refuseImpossible({ message: { expires }, due, now }: MovableRow, field: string): void {
  if (due.getTime() - now.getTime() > LONGEST_MS)
    throw invalid([{ field, message: 'is more than a year away; use a schedule for that' }]);
  if (expires !== null && due >= new Date(expires))
    throw invalid([{ field, message: `must be before the task expires (${expires})` }]);
}
