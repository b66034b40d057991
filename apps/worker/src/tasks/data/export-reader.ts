import type { ExportDataInput } from '@celerity/contracts';
import type { TaskContext } from '../../engine/handlers/task-context.js';

/** What a column holds: decides how each format writes it. */
export type ColumnKind = 'text' | 'integer' | 'amount' | 'day' | 'time';

export interface ExportColumn {
  /** Heading in CSV and XLSX, key in JSONL. */
  readonly name: string;
  readonly kind: ColumnKind;
}

/** A row as it is read: everything is text. */
export type ExportRow = Readonly<Record<string, string | null>>;

/** What a task was asked for, with its defaults filled in. */
export type ExportOrder = Required<ExportDataInput>;

/** The rows of an export, a batch at a time. */
export interface ExportTable {
  readonly columns: readonly ExportColumn[];
  /** How many rows there are; null when nobody has counted them. */
  readonly total: number | null;
  readonly batches: AsyncIterable<readonly ExportRow[]>;
}

/** Reads one kind of data. */
export interface ExportReader {
  /** Opens the table for `use`, and closes it whatever becomes of that. */
  read<Result>(
    order: ExportOrder,
    context: TaskContext,
    use: (table: ExportTable) => Promise<Result>,
  ): Promise<Result>;
}
