import { System } from '../system/system.ts';
import { startShovel, stopShovel } from '../system/shovel.ts';
import { until } from '../system/until.ts';
import { countEffects } from './effects-of.ts';
import type { Row } from './row.ts';

const TASKS = 2_000;
const RETRIED = 200;

export const secondCluster: readonly Row[] = [
  {
    id: 'second-cluster',
    title: 'no worker here: a shovel moves a family to a second cluster, whose broker dies on the way',
    starred: false,
    promises: 'G3 G4 G5',
    async run(row) {
      // It sweeps often, so that tasks that wait in the other cluster are sent there again.
      const first = await row.start({ env: { monitor: { SWEEP_AFTER_MS: '3000' } } });
      await first.first('worker').stop();
      await row.load(RETRIED, { ms: [0, 60], failures: 1 });

      const ground = await first.ground.beside(['rabbitmq_shovel']);
      // The business data is one: completion markers hold over both.
      const second = await System.prepare(ground, 'second-cluster', {
        later: ['gateway'],
        env: { worker: { DATABASE_URL: first.databaseUrl } },
      });
      try {
        await second.start();
        const queue = `${first.prefix}.q.default`;
        const journal = `${first.prefix}.journal`;
        const here = first.ground.broker;
        await startShovel(ground.broker, {
          name: 'journal-back',
          from: { broker: ground.broker, queue: journal, stream: true },
          to: { broker: here, queue: journal },
        });
        await startShovel(ground.broker, {
          name: 'default-over',
          from: { broker: here, queue },
          to: { broker: ground.broker, queue },
        });
        await until(
          'those that were waiting have run',
          async () => (await countEffects(first, 'done')) >= RETRIED,
        );
        // In the midst of moving: what the other broker holds and has not confirmed is moved once more.
        const loading = row.load(TASKS, { ms: [0, 0] });
        await until('a part has moved', () => first.ledger.of('accepted').length > RETRIED + TASKS / 4);
        await ground.broker.kill();
        await ground.broker.startAgain();
        await loading;
        await Promise.all(second.services.map((service) => service.ready()));
        row.healed();
        await until(
          'the first cluster knows all outcomes',
          async () => {
            const [left] = await first.rows<{ open: number }>(
              "select count(*)::int as open from monitor.tasks where state not in ('SUCCESS', 'FAILURE')",
            );
            return left?.open === 0;
          },
          180_000,
        );
        row.measure('moved', TASKS + RETRIED);
        await stopShovel(ground.broker, 'default-over');
        await first.first('worker').start();
        await row.load(20);
      } finally {
        await second.stop();
        await ground.broker.discard();
        await ground.database.discard();
      }
    },
  },
];
