import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const SERVICES = ['gateway', 'worker', 'beat', 'monitor'] as const;
export type Service = (typeof SERVICES)[number];

export interface Setting {
  readonly variable: string;
  readonly default: unknown;
  readonly required: boolean;
}

/** What the built services themselves say they read. */
export async function readSettings(): Promise<Readonly<Record<Service, readonly Setting[]>>> {
  const printed = await Promise.all(SERVICES.map(async (service) => [service, await settingsOf(service)]));
  return Object.fromEntries(printed) as Record<Service, readonly Setting[]>;
}

async function settingsOf(service: Service): Promise<readonly Setting[]> {
  const main = join(__dirname, '..', '..', 'apps', service, 'dist', 'main.js');
  const { stdout } = await promisify(execFile)(process.execPath, [main, '--settings'], { env: {} });
  return JSON.parse(stdout) as Setting[];
}

export function isService(name: string): name is Service {
  return (SERVICES as readonly string[]).includes(name);
}

/** The setting that a variable of a manifest is about: `X_FILE` gives `X` in a file. */
export function settingNamed(variable: string): string {
  return variable.replace(/_FILE$/, '');
}
