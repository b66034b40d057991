import { setTimeout as pause } from 'node:timers/promises';
import type { Row } from './row.ts';
import { underLoad } from './under-load.ts';

/** Two missed heartbeats of 15 s, and a little. */
const UNNOTICED_MS = 35_000;

export const networkFaults: readonly Row[] = [
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
