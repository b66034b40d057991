import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../run/run-command.ts';
import { countTests, type TestCount } from './test-count.ts';

export interface JestRun {
  config: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
}

/** Runs Jest once, its output live, and counts. */
export async function runJest({ config, args, env, signal }: JestRun): Promise<TestCount> {
  const dir = mkdtempSync(join(tmpdir(), 'celerity-jest-'));
  const report = join(dir, 'report.json');
  try {
    const all = ['--config', config, '--json', '--outputFile', report, ...args];
    const exitCode = await runCommand('jest', all, { env, signal });
    return countTests(report, exitCode);
  } finally {
    rmSync(dir, { recursive: true });
  }
}
