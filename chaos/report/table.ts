import type { RowResult } from '../rows/run-row.ts';

const HEAD = ['', 'row', 'accepted', 'final', 'lost', 'doubled', 'repeated', 'recovery', 'took'] as const;
const WIDTHS = [6, 34, 9, 9, 6, 8, 9, 10, 8] as const;

export function tableHead(): string {
  return line(HEAD);
}

/** One line of numbers, below it what was measured besides, and what is wrong. */
export function tableRow(result: RowResult, logs: string): string {
  const { id, passed, accepted, final, lost, doubled, repeated, recoveryMs, seconds, seed } = result;
  const recovery = recoveryMs === null ? '-' : `${(recoveryMs / 1_000).toFixed(1)} s`;
  const numbers = line([
    passed ? 'ok' : 'FAILED',
    id,
    ...[accepted, final, lost, doubled, repeated].map(String),
    recovery,
    `${seconds.toFixed(0)} s`,
  ]);
  const measured = Object.entries(result.measured).map(([name, value]) => `${name}: ${value}`);
  return [
    numbers,
    ...(measured.length > 0 ? [`        ${measured.join(' · ')}`] : []),
    ...result.problems.map((problem) => `        ✗ ${problem}`),
    ...(passed
      ? []
      : [`        look at ${logs}/${id}/; again with: npm run chaos -- --row ${id} --seed ${seed}`]),
  ].join('\n');
}

function line(cells: readonly string[]): string {
  return cells
    .map((cell, index) => (index < 2 ? cell.padEnd(WIDTHS[index] ?? 0) : cell.padStart(WIDTHS[index] ?? 0)))
    .join('')
    .trimEnd();
}
