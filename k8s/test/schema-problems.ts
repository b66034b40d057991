import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Manifest } from './manifest.ts';

/** For each object what is wrong with it, or null when there is no schema of its kind. */
export function schemaProblems(manifests: readonly Manifest[]): (readonly string[] | null)[] {
  const program = join(__dirname, '..', 'schemas', 'check.ts');
  const answer = execFileSync(process.execPath, [program], {
    input: JSON.stringify(manifests),
    encoding: 'utf8',
  });
  return JSON.parse(answer) as (readonly string[] | null)[];
}
