import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { celerityHome } from '@celerity/tools/local/places.ts';
import type { RowResult } from '../rows/run-row.ts';

const FILE = join(celerityHome, 'chaos', 'results.json');

/** Keeps the newest result of every row, so that a partial run renews only its own rows. */
export function saveResults(results: readonly RowResult[]): void {
  const kept = new Map(savedResults().map((result) => [result.id, result]));
  for (const result of results) kept.set(result.id, result);
  writeFileSync(FILE, `${JSON.stringify([...kept.values()], null, 2)}\n`);
}

export function savedResults(): RowResult[] {
  return existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as RowResult[]) : [];
}
