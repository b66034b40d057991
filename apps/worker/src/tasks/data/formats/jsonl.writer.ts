import type { ExportColumn, ExportRow } from '../export-reader.js';
import { endOf, type RowWriterFactory, writeTo } from './row-writer.js';

/** One JSON object a line. Amounts stay text, so that nobody's parser makes floats of them. */
export const jsonlWriter: RowWriterFactory = (out, columns) => ({
  write: (rows) => writeTo(out, rows.map((row) => `${JSON.stringify(objectOf(row, columns))}\n`).join('')),
  end: () => endOf(out),
});

function objectOf(row: ExportRow, columns: readonly ExportColumn[]): object {
  const entries = columns.map(({ name, kind }) => {
    const value = row[name] ?? null;
    return [name, kind === 'integer' && value !== null ? Number(value) : value];
  });
  return Object.fromEntries(entries);
}
