import { Injectable } from '@nestjs/common';
import { Kysely, sql } from 'kysely';
import type { TaskContext } from '../../engine/handlers/task-context.js';
import { cancelOnAbort } from '../../mall/cancel-on-abort.js';
import type { MallDatabase } from '../../mall/mall-database.js';
import { MallSettings } from '../../mall/mall-settings.js';
import type { ExportOrder, ExportReader, ExportTable } from './export-reader.js';
import { exportQueries, type ExportSource } from './export-source.js';
import { readBatches } from './row-cursor.js';

/** Reads the mall's own tables. Count and rows are of one snapshot, in which nothing can be written. */
@Injectable()
export class MallReader {
  constructor(
    private readonly db: Kysely<MallDatabase>,
    private readonly mall: MallSettings,
  ) {}

  /** The reader of one source. */
  of(source: ExportSource<never>): ExportReader {
    return { read: (order, context, use) => this.read(source as ExportSource<object>, order, context, use) };
  }

  private read<Result>(
    source: ExportSource<object>,
    { filters, format }: ExportOrder,
    { signal }: TaskContext,
    use: (table: ExportTable) => Promise<Result>,
  ): Promise<Result> {
    const queries = exportQueries(source, filters, format, this.mall.timeZone);
    return this.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((trx) =>
        cancelOnAbort(this.db, trx, signal, async () => {
          // Each fetch is a statement; only counting may take longer than the pool's limit.
          await sql`set local statement_timeout = '10min'`.execute(trx);
          const counted = await queries.count.execute(trx);
          const total = Number(counted.rows[0]?.total);
          return use({ columns: source.columns, total, batches: readBatches(trx, queries.rows) });
        }),
      );
  }
}
