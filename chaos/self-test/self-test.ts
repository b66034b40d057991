import { ROWS } from '../rows/index.ts';
import { runRow } from '../rows/run-row.ts';
import type { Ground } from '../system/ground.ts';
import { PLANTED_BUGS, type PlantedBug } from './planted-bugs.ts';

/** What is lost by a planted bug never comes: no need to wait for it as long as elsewhere. */
const QUIET_MS = 20_000;

/**
 * Tests the checker: plants each bug and counts it as passed when the checker turned red, and for that reason; and
 * stays green on the same row without it, so that nothing else can have turned it red.
 */
export async function runSelfTest(ground: Ground, seed: number): Promise<{ passed: number; failed: number }> {
  console.log('self-test of the checker: bugs planted on purpose');
  let passed = 0;
  for (const bug of PLANTED_BUGS) {
    const without = await problemsOf(bug, ground, seed, {});
    const problems = await problemsOf(bug, ground, seed, bug.plant);
    const found = problems.find((problem) => bug.mustSay.test(problem));
    const proven = found !== undefined && without.length === 0;
    if (proven) passed += 1;
    console.log(`${proven ? 'ok    ' : 'FAILED'}${bug.id.padEnd(34)}${bug.title}`);
    if (without.length > 0) console.log(`        red without it as well: ${without.join('; ')}`);
    console.log(
      `        ${found === undefined ? `not found; the checker said: ${problems.join('; ')}` : `the checker says: ${found}`}`,
    );
  }
  return { passed, failed: PLANTED_BUGS.length - passed };
}

async function problemsOf(
  bug: PlantedBug,
  ground: Ground,
  seed: number,
  plant: Partial<PlantedBug['plant']>,
): Promise<readonly string[]> {
  const row = ROWS.find(({ id }) => id === bug.row);
  if (!row) return [`there is no row ${bug.row}`];
  const named = { ...row, id: `${plant.preloads ? 'bug' : 'no-bug'}-${bug.id}` };
  // Without the bug all comes, as late as it may: that run is held to what the row is held to.
  const run = plant.preloads ? { ...plant, quietMs: QUIET_MS } : {};
  return (await runRow(named, ground, seed, run)).problems;
}
