import { ensureOptional } from './ensure-optional.ts';
import { findExecutable, pathDirs } from './executables.ts';
import type { Log } from './log.ts';

const PACKAGES = ['prometheus', 'prometheus-alertmanager', 'prometheus-postgres-exporter'];

/** Prometheus and what belongs to it. */
export function ensureWatchers(log: Log, signal?: AbortSignal): Promise<void> {
  const missing = PACKAGES.filter((name) => !findExecutable(name, pathDirs()));
  return ensureOptional({ missing, packages: missing, tests: 'e2e/monitoring.e2e.ts' }, log, signal);
}
