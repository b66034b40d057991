import { columnsOf, cutTo, inOneLine } from './plain-text.js';

/** One column of a table of rows. */
export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string;
  readonly align?: 'right';
  /** May be cut to this many columns when space is short; never cut unless given. */
  readonly min?: number;
  /** Left out when space is short, the highest number first; always there unless given. */
  readonly spare?: number;
  /** Colours the cell. */
  readonly style?: (text: string, row: Row) => string;
}

interface Fitted<Row> {
  readonly column: Column<Row>;
  readonly cells: readonly string[];
  width: number;
}

const GAP = '  ';

/** Lines of a table that is no wider than the terminal, as long as its indispensable columns fit. */
export function table<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  width: number,
  styleTitle: (text: string) => string = (text) => text,
): string[] {
  const fitted = fit(rows, columns, width);
  const titles = fitted.map(({ column, width: columnWidth }) => pad(column.title, columnWidth, column.align));
  const lines = rows.map((row, index) =>
    fitted
      .map(({ column, cells, width: columnWidth }) => {
        const text = pad(cells[index] ?? '', columnWidth, column.align);
        return column.style ? column.style(text, row) : text;
      })
      .join(GAP)
      .trimEnd(),
  );
  return [styleTitle(titles.join(GAP).trimEnd()), ...lines];
}

function fit<Row>(rows: readonly Row[], columns: readonly Column<Row>[], width: number): Fitted<Row>[] {
  const all = columns.map((column) => {
    const cells = rows.map((row) => inOneLine(column.value(row)));
    return { column, cells, width: Math.max(...[column.title, ...cells].map(columnsOf)) };
  });
  const kept = withoutSpare(all, width);
  let excess = total(kept.map((each) => each.width)) - width;
  for (const each of [...kept].sort((a, b) => b.width - a.width)) {
    const less = Math.min(Math.max(excess, 0), each.width - least(each));
    each.width -= less;
    excess -= less;
  }
  return kept;
}

function withoutSpare<Row>(all: Fitted<Row>[], width: number): Fitted<Row>[] {
  if (total(all.map(least)) <= width) return all;
  const spare = Math.max(...all.map(({ column }) => column.spare ?? 0));
  if (spare === 0) return all;
  return withoutSpare(
    all.filter(({ column }) => column.spare !== spare),
    width,
  );
}

function least<Row>({ column, width }: Fitted<Row>): number {
  return Math.min(width, Math.max(column.min ?? width, columnsOf(column.title)));
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1));
}

function pad(text: string, width: number, align?: 'right'): string {
  const cut = cutTo(text, width);
  const space = ' '.repeat(Math.max(0, width - columnsOf(cut)));
  return align === 'right' ? space + cut : cut + space;
}
