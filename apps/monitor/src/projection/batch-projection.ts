import type { JournalBatch } from '@celerity/contracts';
import type { Kysely, Transaction } from 'kysely';
import { faultPoint, type PositionStore, type StoredPosition } from '@celerity/service';
import { announceBarriers } from '../barriers/barrier-channel.js';
import type { MonitorDatabase } from '../database/monitor-database.js';
import { recordDecisions } from '../dead-letters/recorded-decisions.js';
import { reduce, type BatchContent } from './batch-reduction.js';
import type { TaskFact } from './task-facts.js';
import { loadTasks, saveTasks } from './task-store.js';
import { saveLogs } from '../logs/log-store.js';
import { pruneTallies, tallying } from '../statistics/tally-store.js';
import { saveWorkers } from '../workers/worker-store.js';

const PRUNE_EVERY_MS = 60_000;

/** Makes a transaction part of the leader's term, or throws. */
export type Fence = (trx: Transaction<MonitorDatabase>, term: number) => Promise<void>;

/** Some batches, and the step of the position that they make. */
export interface Step {
  readonly term: number;
  readonly from: number;
  readonly to: StoredPosition;
  readonly content: BatchContent;
}

/** Where the journal stands after a batch: the batch's own number plus one. */
export function offsetAfter({ offset }: JournalBatch): number {
  return offset + 1;
}

/** Writes what batches say, the next offset and the barriers in one transaction: all or nothing. */
export class BatchProjection {
  private pruneAt = 0;

  constructor(
    private readonly db: Kysely<MonitorDatabase>,
    private readonly positions: PositionStore<MonitorDatabase>,
    private readonly fence: Fence,
  ) {}

  /** Resolves with what became true, when it is committed. */
  async apply({ term, from, to, content }: Step): Promise<readonly TaskFact[]> {
    return this.db.transaction().execute(async (trx) => {
      await this.fence(trx, term);
      const known = await loadTasks(trx, content.taskIds);
      const { rows, facts } = reduce(known, content.taskEvents);
      await saveTasks(trx, rows, known);
      if (performance.now() >= this.pruneAt) {
        await pruneTallies(trx);
        this.pruneAt = performance.now() + PRUNE_EVERY_MS;
      }
      await saveLogs(trx, content.logged);
      await saveWorkers(trx, content.workerEvents);
      await recordDecisions(trx, content.deadLetterEvents);
      faultPoint('monitor.after_apply');
      await this.positions.advance(trx, term, from, to, tallying(facts));
      await announceBarriers(trx, content.barriers);
      return facts;
    });
  }
}
