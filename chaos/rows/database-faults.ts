import { setTimeout as pause } from 'node:timers/promises';
import { ConnectionHoard } from '../faults/connection-hoard.ts';
import type { Row } from './row.ts';
import { underLoad } from './under-load.ts';

export const databaseFaults: readonly Row[] = [
  {
    id: 'postgres-exhausted',
    title: 'every connection of PostgreSQL taken, and those of the services cut',
    starred: false,
    promises: 'G3 G7 G11',
    async run(row) {
      const system = await row.start();
      await underLoad(row, system, async () => {
        const hoard = new ConnectionHoard(system.databaseUrl);
        await hoard.takeAll();
        await hoard.cutOthers();
        await pause(8_000);
        row.measure('connections taken', hoard.size);
        row.measure('refused to services', hoard.refused ? 'yes' : 'no');
        await hoard.release();
      });
    },
  },
  {
    id: 'postgres-restart',
    title: 'PostgreSQL restarted under load',
    starred: true,
    promises: 'G3 G7 G11',
    async run(row) {
      const system = await row.start();
      await underLoad(row, system, async () => {
        await system.ground.database.stop();
        await pause(2_000);
        await system.ground.database.startAgain();
      });
    },
  },
  {
    id: 'postgres-kill',
    title: 'PostgreSQL kill -9 under load',
    starred: false,
    promises: 'G3 G7 G11',
    async run(row) {
      const system = await row.start();
      await underLoad(row, system, async () => {
        await system.ground.database.kill();
        await pause(2_000);
        await system.ground.database.startAgain();
      });
    },
  },
  {
    id: 'postgres-slow',
    title: 'PostgreSQL answers 300 ms late',
    starred: false,
    promises: 'G11',
    async run(row) {
      const system = await row.start();
      await underLoad(row, system, async () => {
        for (const proxy of system.everyLine('database')) proxy.latency(300);
        await pause(8_000);
        for (const proxy of system.everyLine('database')) proxy.heal();
      });
    },
  },
];
