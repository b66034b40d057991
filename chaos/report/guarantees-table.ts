import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from '@celerity/tools/local/places.ts';
import type { Row } from '../rows/row.ts';

const PAGE = join(repoRoot, 'docs', 'guarantees.md');
const BEGIN = '<!-- rows: made by `npm run chaos -- --report` -->';
const END = '<!-- end of rows -->';

/** A row, and its cells on the page of results from its verdict on. */
export interface RowNumbers {
  readonly row: Row;
  readonly cells: string;
}

/** Writes what was broken, and what became of the tasks, into the page of promises. */
export function writeGuaranteesTable(rows: readonly RowNumbers[]): void {
  const page = readFileSync(PAGE, 'utf8');
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${PAGE} has no place for the rows: ${BEGIN} … ${END}`);
  const table = [
    '| what was broken | row | | accepted | finished | lost | doubled | recovery |',
    '|---|---|---|---|---|---|---|---|',
    ...rows.map(lineOf),
  ].join('\n');
  writeFileSync(PAGE, `${page.slice(0, begin)}${BEGIN}\n\n${table}\n\n${page.slice(end)}`);
}

function lineOf({ row: { id, title }, cells }: RowNumbers): string {
  const [verdict, accepted, finished, lost, doubled, , recovery] = cells
    .split('|')
    .map((cell) => cell.trim());
  const numbers = [accepted, finished, lost, doubled, recovery].map((cell) => cell ?? '');
  return `| ${title} | \`${id}\` | ${verdict} | ${numbers.join(' | ')} |`;
}
