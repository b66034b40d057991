import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../system/until.ts';
import type { Row } from './row.ts';
import { underLoad } from './under-load.ts';

/** Two missed heartbeats of 15 s, and a little. */
const UNNOTICED_MS = 35_000;

export const networkFaults: readonly Row[] = [
  {
    id: 'unknown-then-keyed',
    title: 'submitted with an idempotency key, the outcome unknown, and submitted again: one task each',
    starred: false,
    promises: 'G2',
    async run(row) {
      const system = await row.start();
      const { client } = system;
      const { broker } = system.line('gateway');
      await row.load(20);
      broker.drop('down');
      const refs = Array.from({ length: 20 }, (_, n) => `keyed${n}`);
      const first = await Promise.all(refs.map((ref) => client.submitKeyed('chaos_none', ref)));
      broker.heal();
      row.healed();
      const unknown = first.filter(({ verdict }) => verdict === 'unknown');
      row.measure('unknown at first', unknown.length);
      row.expect(unknown.length > 0, 'every outcome was known: the fault did not strike');
      const ids = new Map<string, Set<string | null>>(
        unknown.map(({ ref, taskId }) => [ref, new Set(taskId === null ? [] : [taskId])]),
      );
      for (const ref of refs) {
        await until(`${ref} is accepted`, async () => {
          const { verdict, taskId } = await client.submitKeyed('chaos_none', ref);
          if (verdict === 'accepted') ids.get(ref)?.add(taskId);
          return verdict === 'accepted';
        });
      }
      const several = [...ids].filter(([, { size }]) => size !== 1).map(([ref]) => ref);
      row.expect(several.length === 0, `more than one id under one key: ${several.join(', ')}`);
      await until('all of them have run', async () => {
        const done = await system.rows(
          "select distinct ref from chaos.effects where kind = 'done' and ref = any($1)",
          [refs],
        );
        return done.length === refs.length;
      });
      const runs = await system.rows("select 1 from chaos.effects where kind = 'begun' and ref = any($1)", [
        refs,
      ]);
      row.measure('runs of 20 tasks', runs.length);
      row.expect(runs.length === refs.length, `${runs.length} runs of ${refs.length} tasks`);
    },
  },
  {
    id: 'tcp-reset',
    title: 'every broker and database connection reset, again and again',
    starred: true,
    promises: 'G3 G11',
    async run(row) {
      const system = await row.start();
      await underLoad(row, system, async () => {
        for (let n = 0; n < 5; n += 1) {
          await pause(row.random.between(300, 1_200));
          for (const proxy of system.everyLine('broker')) proxy.reset();
          if (n % 2 === 1) for (const proxy of system.everyLine('database')) proxy.reset();
        }
      });
    },
  },
  {
    id: 'half-open',
    title: "the worker's broker connection half-open until heartbeats notice",
    starred: false,
    promises: 'G3 G11',
    async run(row) {
      const system = await row.start();
      const { broker } = system.line('worker');
      row.expectations.overlappingRuns = true;
      await underLoad(row, system, async () => {
        broker.hold();
        await pause(UNNOTICED_MS);
        broker.reset();
        broker.heal();
      });
    },
  },
  {
    id: 'one-way-loss',
    title: 'what the broker says to the gateway is lost: confirms stay out',
    starred: false,
    promises: 'G2 G3',
    async run(row) {
      const system = await row.start();
      const { broker } = system.line('gateway');
      await underLoad(row, system, async () => {
        broker.drop('down');
        await pause(8_000);
        broker.heal();
      });
      row.measure('unknown to the client', system.ledger.of('unknown').length);
    },
  },
  {
    id: 'slow-link',
    title: 'broker and database reached over a slow link (100 ms, 64 KiB/s)',
    starred: false,
    promises: 'G11',
    async run(row) {
      const system = await row.start();
      await underLoad(row, system, async () => {
        for (const proxy of [...system.everyLine('broker'), ...system.everyLine('database')]) {
          proxy.latency(100);
          proxy.throttle(64 * 1024);
        }
        await pause(10_000);
        for (const proxy of [...system.everyLine('broker'), ...system.everyLine('database')]) proxy.heal();
      });
    },
  },
];
