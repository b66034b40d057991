import type { Figures } from '../measure/rounds.ts';
import { type Check, verdictOf } from './check.ts';

/** The figures of all systems, one a line. */
export function figuresTable(figures: Readonly<Record<string, Figures>>): string {
  const names = [...new Set(Object.values(figures).flatMap((each) => Object.keys(each)))];
  return aligned([
    ['', ...names],
    ...Object.entries(figures).map(([system, each]) => [
      system,
      ...names.map((name) => shown(each[name] ?? Number.NaN)),
    ]),
  ]);
}

/** What was to be reached, and whether it was. */
export function checksTable(checks: readonly Check[]): string {
  return aligned([
    ['', 'value', 'must', 'stretch', ''],
    ...checks.map((check) => {
      const sign = check.better === 'more' ? '≥' : '≤';
      const stretch = check.stretch === undefined ? '–' : `${sign} ${shown(check.stretch)}`;
      return [check.what, shown(check.value), `${sign} ${shown(check.must)}`, stretch, verdictOf(check)];
    }),
  ]);
}

function shown(value: number): string {
  if (Number.isNaN(value)) return '–';
  if (Math.abs(value) >= 100) return value.toLocaleString('en', { maximumFractionDigits: 0 });
  return value.toFixed(2);
}

/** The first column to the left, the others to the right. */
function aligned(rows: readonly (readonly string[])[]): string {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(width(0)) : cell.padStart(width(column))))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
