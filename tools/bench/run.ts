import { loadavg } from 'node:os';
import { Interruption } from '@celerity/tools/run/interruption.ts';
import { reportFailure } from '@celerity/tools/run/report-failure.ts';
import { stopwatchLog } from '@celerity/tools/run/stopwatch-log.ts';
import { prepareGround } from './ground/ground.ts';
import { ensureDebianPeers, ensureNpmPeers } from './ground/peer-packages.ts';
import { type Options, readOptions } from './options.ts';
import { type Check, verdictOf } from './report/check.ts';
import { writeResults } from './report/results-file.ts';
import { checksTable, figuresTable } from './report/table.ts';
import type { Measured } from './workloads/workload.ts';

// npm run bench: measures Celerity and its peers on the same work, in turn; see docs/performance.md.

const interruption = new Interruption();
try {
  const options = readOptions(process.argv.slice(2));
  const checks = await bench(options);
  const missed = checks.filter((check) => verdictOf(check) === 'missed').length;
  if (options.check && missed > 0) process.exitCode = 1;
  console.log(missed === 0 ? 'Every must is reached.' : `${missed} of ${checks.length} musts are missed.`);
} catch (error) {
  process.exitCode = 1;
  if (!interruption.happened) reportFailure(error);
}
if (interruption.happened) process.exitCode = 130;
// Whatever an interrupted measurement may have left open must not keep the command alive.
process.exit();

/** Leaving this function stops what it started. */
async function bench(options: Options): Promise<Check[]> {
  const log = stopwatchLog();
  const { signal } = interruption;
  const { workloads, quick, rounds, shrink, minutes } = options;
  const load = loadavg();
  const peers = workloads.some(({ id }) => ['W1', 'W2', 'W3', 'W4', 'W5'].includes(id));
  if (peers) await ensureNpmPeers(log);
  const hasCelery = peers && (await ensureDebianPeers(log, signal));
  await using started = new AsyncDisposableStack();
  const ground = await prepareGround(log, interruption, started, peers);
  const measured: Record<string, Measured> = {};
  for (const workload of workloads) {
    log(`${workload.id}: ${workload.title}`);
    const result = await workload.run({ ground, log, signal, rounds, quick, shrink, hasCelery, minutes });
    measured[workload.id] = result;
    console.log(`\n${figuresTable(result.figures)}\n\n${checksTable(result.checks)}\n`);
  }
  const checks = Object.values(measured).flatMap((each) => each.checks);
  const path = writeResults(measured, load, { rounds, quick, shrink });
  console.log(`${checksTable(checks)}\n\nAll figures: ${path}`);
  return checks;
}
