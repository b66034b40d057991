import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from '@celerity/tools/local/places.ts';
import { ROWS } from '../rows/index.ts';
import type { Row } from '../rows/row.ts';
import type { RowResult } from '../rows/run-row.ts';
import { writeGuaranteesTable } from './guarantees-table.ts';
import { savedResults } from './results.ts';

const PAGE = join(repoRoot, 'docs', 'chaos-results.md');
const STAR = '★ ';
const NOT_RUN = 'not run | | | | | | | |';

/**
 * Writes what the newest run of each row in this checkout came to. Rows that have not run here keep what the page says
 * of them; those that it does not know under their title are named as not run.
 */
export function writeResultsPage(): string {
  const results = new Map(savedResults().map((result) => [result.id, result]));
  const kept = numbersOn(readFileSync(PAGE, 'utf8'));
  const numbered = ROWS.map((row) => {
    const result = results.get(row.id);
    return { row, cells: result ? cellsOf(result) : (kept.get(nameOf(row)) ?? NOT_RUN) };
  });
  const lines = numbered.map(
    ({ row, cells }) => `| ${row.starred ? STAR : ''}${nameOf(row)} | ${row.promises} | ${cells}`,
  );
  const head = [
    '# What was broken, and what became of it',
    '',
    'Made by `npm run chaos -- --report` from the newest run of each row; do not edit. ★ rows run with every change.',
    'What the columns mean, and how to repeat a row: [chaos/README.md](../chaos/README.md).',
    '',
    '| row | promises | | accepted | final | lost | doubled | repeated | recovery | measured besides |',
    '|---|---|---|---|---|---|---|---|---|---|',
  ];
  writeFileSync(PAGE, `${[...head, ...lines].join('\n')}\n`);
  writeGuaranteesTable(numbered);
  return PAGE;
}

function nameOf({ id, title }: Row): string {
  return `\`${id}\`: ${title}`;
}

function cellsOf(result: RowResult): string {
  const { passed, accepted, final, lost, doubled, repeated, recoveryMs, measured } = result;
  const recovery = recoveryMs === null ? '–' : `${(recoveryMs / 1_000).toFixed(1)} s`;
  const more = Object.entries(measured).map(([what, value]) => `${what}: ${value}`);
  const numbers = [accepted, final, lost, doubled, repeated, recovery].join(' | ');
  return `${passed ? 'held' : '**FAILED**'} | ${numbers} | ${more.join('; ')} |`;
}

/** What follows title and promises in each line of the page, by the title. */
function numbersOn(page: string): Map<string, string> {
  const lines = page.matchAll(/^\| (?:★ )?(`[\w-]+`: .+?) \| [^|]+ \| (.+)$/gm);
  return new Map([...lines].map(([, plain = '', numbers = '']) => [plain, numbers]));
}
