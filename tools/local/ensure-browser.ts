import { existsSync } from 'node:fs';
import { canInstallPackages, installPackages } from './debian-packages.ts';
import type { Log } from './log.ts';
import { messageOf } from './setup-error.ts';

const CHROMIUM = '/usr/bin/chromium';
const PACKAGES = ['chromium', 'fonts-noto-cjk'];

/** Sees to a browser for the dashboard's test if we may. Without one that test is skipped, which is said here. */
export async function ensureBrowser(log: Log, signal?: AbortSignal): Promise<void> {
  if (existsSync(CHROMIUM)) return;
  const skipped = `e2e/dashboard.e2e.ts will be skipped: there is no ${CHROMIUM}`;
  if (!canInstallPackages()) return log(`${skipped} (Debian: apt-get install ${PACKAGES.join(' ')})`);
  try {
    await installPackages(PACKAGES, log, signal);
  } catch (error) {
    signal?.throwIfAborted();
    log(`${skipped}; ${messageOf(error)}`);
  }
}
