import { setTimeout as pause } from 'node:timers/promises';
import { newTaskId } from '@celerity/contracts';
import type { System } from '../system/system.ts';
import { until } from '../system/until.ts';
import { countEffects } from './effects-of.ts';
import type { Row } from './row.ts';

const MIB = 1024 * 1024;
const BACKLOG = 100_000;
const BATCH = 500;
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
  {
    id: 'backlog-100k',
    title: 'a backlog of 100,000 tasks: memory of worker and monitor',
    starred: false,
    promises: 'G11',
    async run(row) {
      const system = await row.start({ later: ['worker'] });
      await pileUp(system, BACKLOG);
      const worker = system.add('worker');
      await worker.start();
      const memory = await memoryWhile(system, async () => {
        await until(
          'the backlog is done',
          async () => (await countEffects(system, 'done')) >= BACKLOG,
          1_200_000,
        );
      });
      for (const [name, { first, most, last }] of memory)
        row.measure(`${name} MiB`, `${mib(first)} at first, ${mib(most)} at most, ${mib(last)} at the end`);
      row.expect((memory.get('worker')?.most ?? 0) < 500 * MIB, 'the worker grew beyond 500 MiB');
      row.expectations.quietMs = 300_000;
      row.expectations.apiSample = 1_000;
    },
  },
];

/** Tasks put into queue and journal as gateways do, without the detour over HTTP; the broker has confirmed both. */
async function pileUp(system: System, count: number): Promise<void> {
  for (let done = 0; done < count; done += BATCH) {
    const tasks = Array.from({ length: BATCH }, (_, n) => ({ id: newTaskId(), ref: `b${done + n}` }));
    const at = new Date().toISOString();
    await system.broker.writeJournal([
      tasks.map(({ id, ref }) => ({
        ...{ type: 'accepted', task_id: id, at, task_name: 'default.chaos_none', queue: 'default' },
        ...{ args: [], kwargs: { ref }, priority: 5, max_retries: 3, eta: null, expires: null, root_id: id },
        ...{ parent_id: null, schedule: null, retried_from: null, trace_id: null, submitted_by: 'chaos' },
      })),
    ]);
    await system.broker.publishAll(
      `${system.prefix}.tasks`,
      'task.default.chaos_none',
      tasks.map(({ id, ref }) => ({
        content: JSON.stringify([[], { ref }, {}]),
        properties: { messageId: id, type: 'default.chaos_none' },
      })),
    );
    for (const { id, ref } of tasks) {
      const kwargs = { ref };
      system.ledger.answered({
        ...{ ref, task: 'chaos_none', kwargs, verdict: 'accepted', taskId: id, status: null, ms: 0 },
      });
    }
  }
}

interface Memory {
  first: number;
  most: number;
  last: number;
}

async function memoryWhile(system: System, work: () => Promise<void>): Promise<Map<string, Memory>> {
  const memory = new Map<string, Memory>();
  const sample = (): void => {
    for (const app of ['worker', 'monitor'] as const) {
      const { rss } = system.first(app);
      const seen = memory.get(app) ?? { first: rss, most: rss, last: rss };
      memory.set(app, { ...seen, most: Math.max(seen.most, rss), last: rss });
    }
  };
  sample();
  const timer = setInterval(sample, 1_000);
  await work().finally(() => clearInterval(timer));
  sample();
  return memory;
}

function mib(bytes: number): number {
  return Math.round(bytes / MIB);
}
