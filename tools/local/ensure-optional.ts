import { canInstallPackages, installPackages } from './debian-packages.ts';
import type { Log } from './log.ts';
import { messageOf } from './setup-error.ts';

/** Programs that some tests need and that others do without. */
export interface OptionalPrograms {
  /** What is not here; nothing happens when all is. */
  readonly missing: readonly string[];
  /** Debian's packages that bring them. */
  readonly packages: readonly string[];
  /** The tests that are skipped without them. */
  readonly tests: string;
}

/** Sees to them if we may. Without them what needs them is skipped, which is said here. */
export async function ensureOptional(
  { missing, packages, tests }: OptionalPrograms,
  log: Log,
  signal?: AbortSignal,
): Promise<void> {
  if (missing.length === 0) return;
  const skipped = `${tests} will be skipped: there is no ${missing.join(', ')}`;
  if (!canInstallPackages()) return log(`${skipped} (Debian: apt-get install ${packages.join(' ')})`);
  try {
    await installPackages(packages, log, signal);
  } catch (error) {
    signal?.throwIfAborted();
    log(`${skipped}; ${messageOf(error)}`);
  }
}
