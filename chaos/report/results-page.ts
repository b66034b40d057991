import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from '@celerity/tools/local/places.ts';
import { ROWS } from '../rows/index.ts';
import { savedResults } from './results.ts';

const PAGE = join(repoRoot, 'docs', 'chaos-results.md');

/** Writes the page of results from the newest run of each row; rows that have not run are named as such. */
export function writeResultsPage(): string {
  const results = new Map(savedResults().map((result) => [result.id, result]));
  const lines = ROWS.map(({ id, title, starred, promises }) => {
    const result = results.get(id);
    const name = `${starred ? '★ ' : ''}\`${id}\`: ${title}`;
    if (!result) return `| ${name} | ${promises} | not run | | | | | | | |`;
    const { passed, accepted, final, lost, doubled, repeated, recoveryMs, measured } = result;
    const recovery = recoveryMs === null ? '–' : `${(recoveryMs / 1_000).toFixed(1)} s`;
    const more = Object.entries(measured).map(([what, value]) => `${what}: ${value}`);
    const numbers = [accepted, final, lost, doubled, repeated, recovery].join(' | ');
    return `| ${name} | ${promises} | ${passed ? 'held' : '**FAILED**'} | ${numbers} | ${more.join('; ')} |`;
  });
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
  return PAGE;
}
