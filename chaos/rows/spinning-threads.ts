import type { Submission } from '../system/ledger.ts';
import type { System } from '../system/system.ts';
import { until } from '../system/until.ts';
import type { Row, RowRun } from './row.ts';

/** Slots of the worker, and so the most threads there are. */
const POOL = 4;
const HARD_S = 20;
const IN_PROCESS = 100;
const THREADED = 6;
/** Neighbours in threads are not to meet the limit: booting a thread takes long on a machine that is busy. */
const PATIENT = { soft_time_limit: 200, time_limit: 240 };
const LONG_MS = 240_000;

/** Only a thread can be killed while its code never returns. */
export const spinningThreads: Row = {
  id: 'thread-spins',
  title:
    `\`while(true)\` in ${POOL - 1}, then in ${POOL + 1} threads at once, of ${POOL} that there can be: each killed at ` +
    `its hard limit of ${HARD_S} s; neighbours in the process and in threads finish`,
  starred: false,
  promises: 'G3 G13',
  async run(row) {
    const system = await row.start({ env: { worker: { WORKER_CONCURRENCY: String(POOL) } } });
    await besides(row, system, POOL - 1, 'beside 3');
    await besides(row, system, POOL + 1, 'with 5');
    row.healed();
    const { ends } = system.first('worker');
    row.expect(ends.length === 0, `the worker ended with ${ends[0]}`);
  },
};

/** Lets so many spin at once, and neighbours come when they do. */
async function besides(row: RowRun, system: System, count: number, when: string): Promise<void> {
  const { client } = system;
  const inThreads = (n: number, crash?: 'spin') =>
    Promise.all(
      Array.from({ length: n }, () =>
        crash ? client.submit('chaos_thread', { crash }) : client.submit('chaos_thread', {}, PATIENT),
      ),
    );
  // Long enough for each to take a thread of its own.
  const first = await Promise.all(
    Array.from({ length: POOL }, () => client.submit('chaos_thread', { ms: 1_000 }, PATIENT)),
  );
  await allRan(system, first, 'done', first.length);
  const spinning = await inThreads(count, 'spin');
  for (const { ref } of spinning) row.expectations.ends.set(ref, 'FAILURE TimeLimitExceeded');
  await allRan(system, spinning, 'begun', Math.min(count, POOL));
  const begun = performance.now();
  const neighbours = [...(await inThreads(THREADED)), ...(await row.load(IN_PROCESS, { ms: [20, 60] }))];
  await allRan(system, neighbours, 'done', neighbours.length);
  row.measure(`${neighbours.length} neighbours ${when} done in s`, (performance.now() - begun) / 1_000);
  const took = await untilKilled(system, spinning);
  row.expect(Math.min(...took) >= HARD_S, `one was killed after ${Math.min(...took)} s already`);
  row.measure(`${count} killed after s`, took.map((s) => s.toFixed(1)).join(', '));
}

async function allRan(
  system: System,
  tasks: readonly Submission[],
  kind: 'begun' | 'done',
  count: number,
): Promise<void> {
  const refs = tasks.map(({ ref }) => ref);
  const sql = 'select distinct ref from chaos.effects where ref = any($1) and kind = $2';
  await until(
    `${count} have ${kind}`,
    async () => (await system.rows(sql, [refs, kind])).length >= count,
    LONG_MS,
  );
}

/** Seconds that each took. */
async function untilKilled(system: System, spinning: readonly Submission[]): Promise<number[]> {
  const ids = spinning.map(({ taskId }) => taskId);
  const ended = () =>
    system.rows<{ s: number }>(
      `select duration_ms / 1000.0::float8 as s from monitor.tasks
         where task_id = any($1::uuid[]) and state = 'FAILURE' order by duration_ms`,
      [ids],
    );
  await until('all that spin are killed', async () => (await ended()).length === ids.length, LONG_MS);
  return (await ended()).map(({ s }) => Number(s));
}
