import 'reflect-metadata';
import { BatchProjection, type Step } from '@celerity/monitor/dist/projection/batch-projection.js';
import type { MonitorDatabase } from '@celerity/monitor/dist/database/monitor-database.js';
import type { PositionStore } from '@celerity/service';
import type { Kysely } from 'kysely';

interface Insides {
  readonly db: Kysely<MonitorDatabase>;
  readonly positions: PositionStore<MonitorDatabase>;
}

// The row's kill strikes any batch, and one of heartbeats alone loses nothing that shows: here it strikes an outcome.
const toBeKilled = process.env['FAULT_POINT'] !== undefined;
delete process.env['FAULT_POINT'];

// Planted: the offset is committed before the rows, in a transaction of its own.
const { apply } = BatchProjection.prototype;
BatchProjection.prototype.apply = async function (this: BatchProjection, step: Step) {
  const { db, positions } = this as unknown as Insides;
  await db.transaction().execute((trx) => positions.advance(trx, step.term, step.from, step.to));
  if (toBeKilled && step.content.taskEvents.some(({ type }) => type === 'succeeded')) {
    process.kill(process.pid, 'SIGKILL');
  }
  return apply.call(this, { ...step, from: step.to.nextOffset });
};
