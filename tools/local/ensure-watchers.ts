import { findExecutable, pathDirs } from './executables.ts';
import { canInstallPackages, installPackages } from './debian-packages.ts';
import type { Log } from './log.ts';
import { messageOf } from './setup-error.ts';

const PACKAGES = ['prometheus', 'prometheus-alertmanager', 'prometheus-postgres-exporter'];

/** Sees to Prometheus and what belongs to it if we may. Without them what needs them is skipped, which is said here. */
export async function ensureWatchers(log: Log, signal?: AbortSignal): Promise<void> {
  const missing = PACKAGES.filter((name) => !findExecutable(name, pathDirs()));
  if (missing.length === 0) return;
  const skipped = `e2e/monitoring.e2e.ts will be skipped: there is no ${missing.join(', ')}`;
  if (!canInstallPackages()) return log(`${skipped} (Debian: apt-get install ${missing.join(' ')})`);
  try {
    await installPackages(missing, log, signal);
  } catch (error) {
    signal?.throwIfAborted();
    log(`${skipped}; ${messageOf(error)}`);
  }
}
