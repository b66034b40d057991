import { relative } from 'node:path';
import { repoRoot } from '@celerity/tools/local/places.ts';
import { SetupError } from '@celerity/tools/local/setup-error.ts';
import type { Interruption } from '@celerity/tools/run/interruption.ts';
import { stopwatchLog } from '@celerity/tools/run/stopwatch-log.ts';
import type { ChaosOptions } from './options.ts';
import { saveResults } from './report/results.ts';
import { tableHead, tableRow } from './report/table.ts';
import { ROWS } from './rows/index.ts';
import type { Row } from './rows/row.ts';
import { type RowResult, runRow } from './rows/run-row.ts';
import { runSelfTest } from './self-test/self-test.ts';
import { Ground } from './system/ground.ts';

/** Runs the rows that were asked for, one after the other, and says how many held. */
export async function runAll(
  options: ChaosOptions,
  interruption: Interruption,
): Promise<{ passed: number; failed: number }> {
  const rows = chosen(options);
  const ground = await Ground.prepare(stopwatchLog(), interruption.signal);
  interruption.onSecond(() => ground.discard());
  const logs = relative(repoRoot, ground.logs);
  const seed = options.seed ?? Math.floor(Math.random() * 1_000_000);
  const results: RowResult[] = [];
  let selfTest = { passed: 0, failed: 0 };
  try {
    console.log(`seed ${seed}; logs in ${logs}\n${tableHead()}`);
    for (const row of rows) {
      for (let n = 0; n < options.repeat && !interruption.happened; n += 1) {
        const result = await Promise.race([runRow(row, ground, seed + n), interruption.wait()]);
        if (!result) break;
        results.push(result);
        saveResults([result]);
        console.log(tableRow(result, logs));
      }
    }
    if ((options.selfTest || options.ci) && !interruption.happened)
      selfTest = (await Promise.race([runSelfTest(ground, seed), interruption.wait()])) ?? selfTest;
  } finally {
    await ground.discard();
  }
  const passed = results.filter((result) => result.passed).length;
  return { passed: passed + selfTest.passed, failed: results.length - passed + selfTest.failed };
}

function chosen({ rows, ci, selfTest }: ChaosOptions): readonly Row[] {
  const unknown = rows.filter((id) => !ROWS.some((row) => row.id === id));
  if (unknown.length > 0)
    throw new SetupError(`there is no row ${unknown.join(', ')}`, 'npm run chaos -- --list names them.');
  if (rows.length > 0) return ROWS.filter(({ id }) => rows.includes(id));
  if (ci) return ROWS.filter(({ starred }) => starred);
  return selfTest ? [] : ROWS;
}
