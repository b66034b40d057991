import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../system/until.ts';
import { countEffects } from './effects-of.ts';
import type { Row } from './row.ts';

const HOURS_3_S = 3 * 3_600;

export const scale: readonly Row[] = [
  {
    id: 'everything-killed',
    title: '2,000 tasks, kill -9 of every service and the broker, restart in the worst order',
    starred: false,
    promises: 'G3',
    async run(row) {
      const system = await row.start();
      const { broker } = system.ground;
      const loading = row.load(2_000, { failures: 0, atOnce: 16 });
      await pause(row.random.between(1_500, 5_000));
      await Promise.all([...system.services.map((service) => service.kill()), broker.kill()]);
      await loading;
      // The worst order: everybody is there before the broker, those that ask before those that answer.
      for (const app of ['worker', 'beat', 'gateway', 'monitor'] as const)
        await system.first(app).start({ awaitReady: false });
      await pause(3_000);
      await broker.startAgain();
      await Promise.all(system.services.map((service) => service.ready()));
      row.healed();
      const missing = 2_000 - system.ledger.of('accepted').length;
      if (missing > 0) await row.load(missing, { atOnce: 16 });
      row.expectations.quietMs = 300_000;
      row.measure('unknown to the client', system.ledger.of('unknown').length);
    },
  },
  {
    id: 'delayed-10k',
    title: '10,000 tasks delayed to one second',
    starred: false,
    promises: 'G8 G11',
    async run(row) {
      const system = await row.start();
      const eta = new Date(Date.now() + 150_000);
      await system.client.load(10_000, () => ({ task: 'chaos_none', more: { eta: eta.toISOString() } }), {
        atOnce: 32,
      });
      row.measure('submitted before it', eta.getTime() > Date.now() ? 'yes' : 'no');
      row.expectations.quietMs = 400_000;
      await until('all have run', async () => (await countEffects(system, 'done')) >= 10_000, 400_000);
      const [late] = await system.rows<{ early: number; p50: number; p99: number }>(
        `select count(*) filter (where at < $1::timestamptz)::int as early,
           percentile_cont(0.5) within group (order by extract(epoch from at - $1::timestamptz))::float8 as p50,
           percentile_cont(0.99) within group (order by extract(epoch from at - $1::timestamptz))::float8 as p99
         from chaos.effects where kind = 'begun'`,
        [eta.toISOString()],
      );
      row.measure('early', late?.early ?? -1);
      row.measure('late p50 s', late?.p50 ?? -1);
      row.measure('late p99 s', late?.p99 ?? -1);
      row.expect(late?.early === 0, `${late?.early} tasks ran early`);
    },
  },
  {
    id: 'delayed-3h',
    title:
      'tasks delayed by three hours survive a broker restart (the wait itself is shortened in the table)',
    starred: false,
    promises: 'G3 G11',
    async run(row) {
      const system = await row.start();
      await system.client.load(50, () => ({ task: 'chaos_transfer', more: { countdown: HOURS_3_S } }));
      await system.ground.broker.restart();
      await Promise.all(system.services.map((service) => service.ready()));
      const waiting = () => system.rows('select 1 from beat.timers');
      await until('all of them wait', async () => (await waiting()).length === 50);
      row.expect((await countEffects(system, 'begun')) === 0, 'one of them has run already');
      // The clock cannot be moved: their due times are.
      await system.rows("update beat.timers set due_at = due_at - interval '3 hours'");
      row.healed();
      await system.first('beat').stop();
      await system.first('beat').start();
    },
  },
];
