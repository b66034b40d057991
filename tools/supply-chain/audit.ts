import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { repoRoot } from '../local/places.ts';
import { commandEnvironment } from '../run/run-command.ts';

/** What the registry said of the packages that are delivered. */
export interface AuditVerdict {
  /** True when something has to be done before this may be delivered. */
  readonly failed: boolean;
  /** One line for people. */
  readonly says: string;
}

const PATIENCE_MS = 30_000;
/** What stops a delivery; the rest is told. */
const SEVERE = ['high', 'critical'] as const;

/** Asks the registry for known holes in what production installs. Rejects never: without an answer it says so. */
export async function audit(): Promise<AuditVerdict> {
  const words = ['audit', '--omit=dev', '--json', '--fetch-retries=0', `--fetch-timeout=${PATIENCE_MS}`];
  const options = { cwd: repoRoot, env: commandEnvironment(), maxBuffer: 64 * 1024 * 1024 };
  // npm exits with 1 for holes and for no answer alike; what it printed tells them apart.
  const { stdout } = await promisify(execFile)('npm', words, options).catch(
    (error: { stdout?: string; message?: string }) => ({ stdout: error.stdout ?? error.message ?? '' }),
  );
  return verdictOf(stdout);
}

interface Report {
  readonly message?: string;
  readonly metadata?: { readonly vulnerabilities?: Readonly<Record<string, number>> };
  readonly vulnerabilities?: Readonly<Record<string, { readonly name: string; readonly severity: string }>>;
}

/** Reads what `npm audit --json` printed. */
export function verdictOf(printed: string): AuditVerdict {
  const report = reportIn(printed);
  const counts = report?.metadata?.vulnerabilities;
  if (!counts) {
    const why = report?.message ?? printed.trim().split('\n')[0] ?? '';
    return { failed: false, says: `NOT CHECKED for known holes: the registry gave no answer (${why})` };
  }
  const found = Object.values(report.vulnerabilities ?? {});
  const severe = found.filter(({ severity }) => (SEVERE as readonly string[]).includes(severity));
  if (severe.length > 0) {
    const names = severe.map(({ name, severity }) => `${name} (${severity})`).join(', ');
    return { failed: true, says: `known holes in ${names}: update them, or see npm audit` };
  }
  const rest = found.length === 0 ? 'none' : `${found.length}, none of them severe`;
  return { failed: false, says: `known holes in what is delivered: ${rest}` };
}

function reportIn(printed: string): Report | null {
  try {
    return JSON.parse(printed) as Report;
  } catch {
    return null;
  }
}
