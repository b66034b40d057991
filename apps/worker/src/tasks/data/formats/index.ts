import type { ExportFormat } from '@celerity/contracts';
import { csvWriter } from './csv.writer.js';
import { jsonlWriter } from './jsonl.writer.js';
import type { RowWriterFactory } from './row-writer.js';

/** The writer of each format. */
export const ROW_WRITERS: Readonly<Record<ExportFormat, RowWriterFactory>> = {
  csv: csvWriter,
  jsonl: jsonlWriter,
  // Loaded when it is wanted: ExcelJS takes 14 MB of every worker.
  xlsx: async (...args) => (await import('./xlsx.writer.js')).xlsxWriter(...args),
};
