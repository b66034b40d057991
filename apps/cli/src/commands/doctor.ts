import type { Command } from 'commander';
import type { App } from '../app.js';
import { diagnose } from '../doctor/diagnose.js';
import { examine, type Examination } from '../doctor/examination.js';
import type { Finding, Level } from '../doctor/finding.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { findingLines } from '../printing/finding-lines.js';

/** `doctor`: what is wrong with the installation, and what to do. */
export function addDoctor(program: Command, app: App): void {
  const { text, surroundings } = app;
  program
    .command('doctor')
    .description(text.doctor.about)
    .option('--strict', text.doctor.strictOption)
    .addHelpText('after', `\n${text.doctor.exitCodes}`)
    .action(async ({ strict = false }: { strict?: boolean }) => {
      const found = await examination(app);
      const findings = diagnose(found, text, surroundings.version);
      const worst = worstOf(findings);
      app.print({ url: found.url, verdict: worst, findings }, () =>
        findingLines(findings, text, app.width, app.style()),
      );
      app.exitCode = exitCodeOf(worst, strict);
    });
}

/** A gateway that cannot even be logged in to is a finding too. */
async function examination(app: App): Promise<Examination> {
  const { signal } = app.surroundings;
  const askedAt = Date.now();
  try {
    return await examine(await app.client(), signal);
  } catch (error) {
    signal.throwIfAborted();
    const none = { error };
    const now = { askedAt, answeredAt: Date.now() };
    const url = await app.url();
    return { url, ...now, diagnostics: none, queues: none, workers: none, stats: none, schedules: none };
  }
}

function worstOf(findings: readonly Finding[]): 'well' | 'warning' | 'failure' {
  const has = (level: Level): boolean => findings.some((finding) => finding.level === level);
  return has('failure') ? 'failure' : has('warning') ? 'warning' : 'well';
}

function exitCodeOf(worst: 'well' | 'warning' | 'failure', strict: boolean): ExitCode {
  if (worst === 'failure') return EXIT.unwell;
  return worst === 'warning' && strict ? EXIT.refused : EXIT.done;
}
