import { existsSync } from 'node:fs';
import { ensureOptional } from './ensure-optional.ts';
import type { Log } from './log.ts';

const CHROMIUM = '/usr/bin/chromium';

/** A browser for the dashboard's test. */
export function ensureBrowser(log: Log, signal?: AbortSignal): Promise<void> {
  const missing = existsSync(CHROMIUM) ? [] : [CHROMIUM];
  const packages = ['chromium', 'fonts-noto-cjk'];
  return ensureOptional({ missing, packages, tests: 'e2e/dashboard.e2e.ts' }, log, signal);
}
