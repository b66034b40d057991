import { type ExportDataInput, type ExportDataOutput, exportData } from '@celerity/contracts';
import type { TaskContext } from '../../engine/handlers/task-context.js';
import { HandlesTask, type TaskHandler } from '../../engine/handlers/task-handler.decorator.js';
import { ExportFile } from './export-file.js';
import type { ExportOrder, ExportTable } from './export-reader.js';
import { ExportReaders } from './export-readers.js';
import { ExportSettings } from './export-settings.js';
import { ExportShelf } from './export-shelf.js';
import { ROW_WRITERS } from './formats/index.js';

/** Streams rows into a file, a batch at a time. */
@HandlesTask(exportData)
export class ExportDataHandler implements TaskHandler<typeof exportData> {
  constructor(
    private readonly readers: ExportReaders,
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
      const reader = this.readers.of(order.export_type);
      const rows = await reader.read(order, context, (table) => copyRows(table, file, order, context));
      const { bytes, sha256 } = await file.publish(context.signal);
      const named = { export_id: context.idempotencyKey, file_name: file.name };
      return await this.shelf.add({ ...order, ...named, rows, bytes, sha256 });
    } catch (error) {
      await file.discard();
      throw error;
    }
  }
}

async function copyRows(
  { columns, total, batches }: ExportTable,
  file: ExportFile,
  { export_type, format }: ExportOrder,
  context: TaskContext,
): Promise<number> {
  const writer = await ROW_WRITERS[format](file.stream, columns, export_type);
  let rows = 0;
  for await (const batch of batches) {
    context.signal.throwIfAborted();
    await writer.write(batch);
    rows += batch.length;
    if (total === null) context.progress(rows, rows + batch.length, `${rows} rows written, and more to come`);
    else context.progress(rows, Math.max(total, rows), `${rows} of ${total} rows written`);
  }
  await writer.end();
  context.signal.throwIfAborted();
  return rows;
}
