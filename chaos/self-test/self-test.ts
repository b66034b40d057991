import { ROWS } from '../rows/index.ts';
import { runRow } from '../rows/run-row.ts';
import type { Ground } from '../system/ground.ts';
import { PLANTED_BUGS, type PlantedBug } from './planted-bugs.ts';

/** What is lost by a planted bug never comes: no need to wait for it as long as elsewhere. */
const QUIET_MS = 20_000;

/** Tests the checker: plants each bug and counts it as passed when the checker turned red, and for that reason. */
export async function runSelfTest(ground: Ground, seed: number): Promise<{ passed: number; failed: number }> {
  console.log('self-test of the checker: bugs planted on purpose');
  let passed = 0;
  for (const bug of PLANTED_BUGS) {
    const problems = await problemsWith(bug, ground, seed);
    const found = problems.find((problem) => bug.mustSay.test(problem));
    if (found !== undefined) passed += 1;
    console.log(`${found === undefined ? 'FAILED' : 'ok    '}${bug.id.padEnd(34)}${bug.title}`);
    console.log(
      `        ${found === undefined ? `not found; the checker said: ${problems.join('; ')}` : `the checker says: ${found}`}`,
    );
  }
  return { passed, failed: PLANTED_BUGS.length - passed };
}

async function problemsWith(bug: PlantedBug, ground: Ground, seed: number): Promise<readonly string[]> {
  const row = ROWS.find(({ id }) => id === bug.row);
  if (!row) return [`there is no row ${bug.row}`];
  const planted = { ...row, id: `bug-${bug.id}` };
  return (await runRow(planted, ground, seed, { ...bug.plant, quietMs: QUIET_MS })).problems;
}
