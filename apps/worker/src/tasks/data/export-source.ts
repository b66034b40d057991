import type { ExportFilters, ExportFormat } from '@celerity/contracts';
import { type RawBuilder, sql } from 'kysely';
import type { ColumnKind, ExportColumn, ExportRow } from './export-reader.js';

/** A column and what is selected for it. */
export interface SelectedColumn extends ExportColumn {
  readonly value: RawBuilder<unknown>;
}

/** What one type of export reads. */
export interface ExportSource<Filters extends ExportFilters> {
  readonly columns: readonly SelectedColumn[];
  readonly from: RawBuilder<unknown>;
  readonly order: RawBuilder<unknown>;
  /** One condition for each filter that is given; values are bound, never part of the text. */
  where(filters: Filters, zone: string): RawBuilder<unknown>[];
}

/** Shorthand for a column's declaration. */
export function column(name: string, kind: ColumnKind, value: RawBuilder<unknown>): SelectedColumn {
  return { name, kind, value };
}

/** The condition when the filter is given, else none. */
export function given<Value>(
  value: Value | null | undefined,
  condition: (value: Value) => RawBuilder<unknown>,
): RawBuilder<unknown>[] {
  return value === undefined || value === null ? [] : [condition(value)];
}

/** The first instant of a day in the mall's zone. */
export function startOfDay(day: string, zone: string): RawBuilder<unknown> {
  return sql`(${day}::date::timestamp at time zone ${zone})`;
}

/** The first instant after a day in the mall's zone. */
export function endOfDay(day: string, zone: string): RawBuilder<unknown> {
  return sql`((${day}::date + 1)::timestamp at time zone ${zone})`;
}

/** The queries that an export makes: how many rows, and the rows. */
export function exportQueries<Filters extends ExportFilters>(
  source: ExportSource<Filters>,
  filters: Filters,
  format: ExportFormat,
  zone: string,
): { count: RawBuilder<{ total: string }>; rows: RawBuilder<ExportRow> } {
  const conditions = [sql`true`, ...source.where(filters, zone)];
  const body = sql`from ${source.from} where ${sql.join(conditions, sql` and `)}`;
  const columns = source.columns.map((each) => sql`${textOf(each, format, zone)} as ${sql.ref(each.name)}`);
  return {
    count: sql`select count(*)::text as total ${body}`,
    rows: sql`select ${sql.join(columns)} ${body} order by ${source.order}`,
  };
}

/** Times are UTC for programs, and local, as spreadsheets read them, for people. */
function textOf({ kind, value }: SelectedColumn, format: ExportFormat, zone: string): RawBuilder<unknown> {
  if (kind !== 'time') return sql`(${value})::text`;
  return format === 'jsonl'
    ? sql`to_char((${value}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`
    : sql`to_char((${value}) at time zone ${zone}, 'YYYY-MM-DD HH24:MI:SS')`;
}
