import 'reflect-metadata';
import { BatchProjection, type Step } from '@celerity/monitor/dist/projection/batch-projection.js';
import type { PositionStore } from '@celerity/monitor/dist/projection/position-store.js';
import type { MonitorDatabase } from '@celerity/monitor/dist/database/monitor-database.js';
import type { Kysely } from 'kysely';

interface Insides {
  readonly db: Kysely<MonitorDatabase>;
  readonly positions: PositionStore;
}

// Planted: the offset is committed before the rows, in a transaction of its own.
const { apply } = BatchProjection.prototype;
BatchProjection.prototype.apply = async function (this: BatchProjection, step: Step) {
  const { db, positions } = this as unknown as Insides;
  await db.transaction().execute((trx) => positions.advance(trx, step.term, step.from, step.to));
  return apply.call(this, { ...step, from: step.to.nextOffset });
};
