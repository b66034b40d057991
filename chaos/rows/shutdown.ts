import { until } from '../system/until.ts';
import { countEffects } from './effects-of.ts';
import type { Row } from './row.ts';

const SLOTS = 10;
const PREFETCHED = 20;
const TASK_MS = 4_000;

export const shutdown: readonly Row[] = [
  {
    id: 'sigterm-drain',
    title: 'SIGTERM with 10 tasks running and 20 prefetched',
    starred: true,
    promises: 'G12',
    async run(row) {
      const system = await row.start({ env: { worker: { WORKER_CONCURRENCY: String(SLOTS) } } });
      const worker = system.first('worker');
      await row.load(SLOTS + PREFETCHED, { ms: [TASK_MS, TASK_MS] });
      await until('ten tasks run', async () => (await countEffects(system, 'begun')) === SLOTS);
      const begun = performance.now();
      const code = await worker.stop();
      row.measure('drained in s', (performance.now() - begun) / 1_000);
      row.expect(code === 0, `the worker ended with ${code}`);
      const [ran, done] = [await countEffects(system, 'begun'), await countEffects(system, 'done')];
      row.expect(ran === SLOTS, `${ran} tasks had begun, not ${SLOTS}: it took new ones while stopping`);
      row.expect(done === ran, `${done} of ${ran} running tasks were finished within the grace`);
      await worker.start();
      row.healed();
    },
  },
];
