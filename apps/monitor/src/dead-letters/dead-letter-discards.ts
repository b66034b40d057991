import { Inject, Injectable } from '@nestjs/common';
import {
  type DeadLetterBatch,
  type DeadLetterDiscarded,
  type DeadLetterOutcome,
  type DeadLetterOutcomes,
  type DeadLetterRefusal,
  type DiscardAnswer,
  isTaskId,
} from '@celerity/contracts';
import { JournalWriter } from '@celerity/messaging';
import { Kysely, sql } from 'kysely';
import type { MonitorDatabase } from '../database/monitor-database.js';
import { DeadLetterLists } from './dead-letter-lists.js';
import type { DeadLetterRow } from './dead-letter-tables.js';
import { outcomesOf, reasonOf } from './refusal-reason.js';

const DEFAULT_BATCH = 100;
const JOURNAL_MS = 4_000;

/** Carries out the command not to send dead letters again. They stay in the table, marked. */
@Injectable()
export class DeadLetterDiscards {
  constructor(
    @Inject(Kysely) private readonly db: Kysely<MonitorDatabase>,
    private readonly journal: JournalWriter,
    private readonly lists: DeadLetterLists,
  ) {}

  /** @throws BrokerUnavailable, ConfirmUnknown when the journal cannot be written; it can be repeated then. */
  async one(id: string, by: string): Promise<DiscardAnswer> {
    const refusal = (await this.discard([id], by))(id);
    if (refusal) return { refusal };
    const view = await this.lists.view(id);
    return view ? { discarded: view } : { refusal: { kind: 'not_found' } };
  }

  async many(
    { ids, filter, limit = DEFAULT_BATCH }: DeadLetterBatch,
    by: string,
  ): Promise<DeadLetterOutcomes> {
    const chosen = ids ? { ids: [...new Set(ids)], left: 0 } : await this.lists.open(filter ?? {}, limit);
    const refusalOf = await this.discard(chosen.ids, by);
    const results: DeadLetterOutcome[] = chosen.ids.map((id) => {
      const refusal = refusalOf(id);
      return { id, done: refusal === null, task_id: null, reason: refusal && reasonOf(refusal) };
    });
    return outcomesOf(results, chosen.left);
  }

  /**
   * All in one transaction, on one connection. Their rows are locked: of a replay and a discard at the same moment the
   * one that comes second is refused.
   */
  private discard(ids: readonly string[], by: string): Promise<(id: string) => DeadLetterRefusal | null> {
    return this.db.transaction().execute(async (trx) => {
      const { rows } = await sql<DeadLetterRow>`select id, task_id, state from dead_letters
        where id = any(${ids.filter(isTaskId)}::uuid[]) order by id for update`.execute(trx);
      const open = rows.filter(({ state }) => state === 'open');
      // The record first: nothing is thrown away of which nobody knows by whom.
      await Promise.all(
        open.map(
          (dead) => this.journal.append(discardedEvent(dead, by), { timeoutMs: JOURNAL_MS }).confirmed,
        ),
      );
      await sql`update dead_letters set state = 'discarded', resolved_by = ${by}, resolved_at = clock_timestamp()
        where id = any(${open.map(({ id }) => id)}::uuid[])`.execute(trx);
      const states = new Map(rows.map(({ id, state }) => [id, state]));
      return (id) => refusalIn(states.get(id.toLowerCase()));
    });
  }
}

/** `state` is that before the discard; undefined when there is no such dead letter. */
function refusalIn(state: DeadLetterRow['state'] | undefined): DeadLetterRefusal | null {
  if (state === undefined) return { kind: 'not_found' };
  if (state !== 'replayed') return null;
  return { kind: 'conflict', message: 'was replayed; there is nothing to discard' };
}

function discardedEvent({ id, task_id }: DeadLetterRow, by: string): DeadLetterDiscarded {
  return {
    type: 'dead_letter_discarded',
    dead_letter_id: id,
    origin_task_id: task_id,
    at: new Date().toISOString(),
    by,
  };
}
