import { type ExportDataInput, type ExportDataOutput, exportData } from '@celerity/contracts';
import { Kysely, sql, type Transaction } from 'kysely';
import type { TaskContext } from '../../engine/task-context.js';
import { HandlesTask, type TaskHandler } from '../../engine/task-handler.decorator.js';
import { cancelOnAbort } from '../../mall/cancel-on-abort.js';
import type { MallDatabase } from '../../mall/mall-database.js';
import { MallSettings } from '../../mall/mall-settings.js';
import { ExportFile } from './export-file.js';
import { ExportSettings } from './export-settings.js';
import { ExportShelf } from './export-shelf.js';
import { exportQueries } from './export-source.js';
import { ROW_WRITERS } from './formats/index.js';
import { readBatches } from './row-cursor.js';
import { EXPORT_SOURCES } from './sources/index.js';

type Order = Required<ExportDataInput>;

/** Streams rows from a cursor into a file, a batch at a time. */
@HandlesTask(exportData)
export class ExportDataHandler implements TaskHandler<typeof exportData> {
  constructor(
    private readonly db: Kysely<MallDatabase>,
    private readonly mall: MallSettings,
    private readonly settings: ExportSettings,
    private readonly shelf: ExportShelf,
  ) {}

  async run(input: ExportDataInput, context: TaskContext): Promise<ExportDataOutput> {
    context.signal.throwIfAborted();
    const order = { ...input, filters: input.filters ?? {}, format: input.format ?? 'csv' } as const;
    await this.shelf.removeExpired();
    const finished = await this.shelf.find(context.idempotencyKey);
    if (finished) return finished;
    const file = await ExportFile.create(this.settings.shelf, order.export_type, order.format);
    try {
      const rows = await this.fill(file, order, context);
      const { bytes, sha256 } = await file.publish(context.signal);
      const named = { export_id: context.idempotencyKey, file_name: file.name };
      return await this.shelf.add({ ...order, ...named, rows, bytes, sha256 });
    } catch (error) {
      await file.discard();
      throw error;
    }
  }

  /** Count and rows are of one snapshot, in which nothing can be written. */
  private fill(file: ExportFile, order: Order, context: TaskContext): Promise<number> {
    return this.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((trx) =>
        cancelOnAbort(this.db, trx, context.signal, () => this.copyRows(trx, file, order, context)),
      );
  }

  private async copyRows(
    trx: Transaction<MallDatabase>,
    file: ExportFile,
    { export_type, filters, format }: Order,
    context: TaskContext,
  ): Promise<number> {
    const source = EXPORT_SOURCES[export_type];
    const queries = exportQueries(source, filters, format, this.mall.timeZone);
    // Each fetch is a statement; only counting may take longer than the pool's limit.
    await sql`set local statement_timeout = '10min'`.execute(trx);
    const counted = await queries.count.execute(trx);
    const total = Number(counted.rows[0]?.total);
    const writer = ROW_WRITERS[format](file.stream, source.columns, export_type);
    let rows = 0;
    for await (const batch of readBatches(trx, queries.rows)) {
      context.signal.throwIfAborted();
      await writer.write(batch);
      rows += batch.length;
      context.progress(rows, total, `${rows} of ${total} rows written`);
    }
    await writer.end();
    context.signal.throwIfAborted();
    return rows;
  }
}
