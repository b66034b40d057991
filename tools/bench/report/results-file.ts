import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { celerityHome } from '@celerity/tools/local/places.ts';
import type { Measured } from '../workloads/workload.ts';
import { verdictOf } from './check.ts';

/** Writes all that was measured as JSON; the file's path. */
export function writeResults(
  measured: Readonly<Record<string, Measured>>,
  loadBefore: readonly number[],
  settings: Readonly<Record<string, unknown>>,
): string {
  const dir = join(celerityHome, 'bench');
  mkdirSync(dir, { recursive: true });
  const at = new Date().toISOString();
  const path = join(dir, `${at.replaceAll(':', '-')}.json`);
  const workloads = Object.entries(measured).map(([id, { figures, checks }]) => [
    id,
    { figures, checks: checks.map((check) => ({ ...check, verdict: verdictOf(check) })) },
  ]);
  const content = {
    at,
    machine: {
      cores: availableParallelism(),
      cpu: cpus()[0]?.model,
      memory_mb: Math.round(totalmem() / 2 ** 20),
      kernel: release(),
      node: process.version,
      load_before: loadBefore,
      load_after: loadavg(),
    },
    settings,
    workloads: Object.fromEntries(workloads) as object,
  };
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
  return path;
}
