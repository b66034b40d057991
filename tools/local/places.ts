import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';

/** Root of this checkout. */
export const repoRoot = resolve(import.meta.dirname, '../..');

/** Everything a checkout keeps for itself (data, logs, secrets); ignored by git. */
export const celerityHome = join(repoRoot, '.celerity');

/** Where npm puts the commands of our dependencies, Node 24 among them. */
export const localBin = join(repoRoot, 'node_modules', '.bin');

/** A short name for a path, the same in every run and different for every checkout. */
export function shortHash(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 8);
}
