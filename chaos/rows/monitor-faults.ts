import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../system/until.ts';
import { countEffects } from './effects-of.ts';
import type { Row } from './row.ts';

const EVENTS = 50_000;
const BATCH = 500;
const MIB = 1024 * 1024;

export const monitorFaults: readonly Row[] = [
  {
    id: 'outcome-not-projected',
    title: 'outcome confirmed, not yet projected, worker killed: the redelivery waits and does not run again',
    starred: true,
    promises: 'G4',
    async run(row) {
      const nth = row.random.between(5, 15);
      const system = await row.start({ faults: { worker: `worker.before_ack:kill9:${nth}` } });
      const [worker, monitor] = [system.first('worker'), system.first('monitor')];
      await monitor.kill();
      await row.load(20);
      await worker.ended(0, 60_000);
      await worker.ready();
      // Long enough for a redelivered message to run, if anything let it.
      await pause(3_000);
      await monitor.start();
      row.healed();
      await until('the outcomes are projected', async () => {
        const tasks = await system.rows("select 1 from monitor.tasks where state = 'SUCCESS'");
        return tasks.length >= 20;
      });
      const lines = await system.broker.readJournal();
      const ends = lines.filter(({ event }) => event.type === 'succeeded').map(({ event }) => event.task_id);
      const twice = ends.filter((id, index) => ends.indexOf(id) !== index);
      row.measure('outcomes', ends.length);
      row.expect(twice.length === 0, `ran again after a confirmed outcome: ${twice.join(', ')}`);
    },
  },
  {
    id: 'monitor-down-redeliveries',
    title:
      'monitor down while redeliveries arrive: they wait and do not run unchecked, first deliveries go on',
    starred: false,
    promises: 'G4 G11',
    async run(row) {
      const system = await row.start({ env: { worker: { WORKER_HEARTBEAT_MS: '2000' } } });
      const [worker, monitor] = [system.first('worker'), system.first('monitor')];
      const held = await row.load(8, { ms: [3_000, 3_000] });
      await until('they run', async () => (await countEffects(system, 'begun')) >= held.length);
      await monitor.kill();
      await worker.kill();
      await worker.start();
      const refs = held.map(({ ref }) => ref);
      const rerun = () =>
        system.rows("select 1 from chaos.effects where kind = 'begun' and ref = any($1)", [refs]);
      const later = await row.load(60);
      await until('first deliveries are done', async () => {
        const done = await system.rows(
          "select distinct ref from chaos.effects where kind = 'done' and ref = any($1)",
          [later.map(({ ref }) => ref)],
        );
        return done.length === later.length;
      });
      const runs = (await rerun()).length;
      row.measure('first deliveries done meanwhile', later.length);
      row.measure('redeliveries run meanwhile', runs - held.length);
      row.expect(runs === held.length, `${runs - held.length} redeliveries ran without being asked about`);
      await monitor.start();
      row.healed();
    },
  },
  {
    id: 'monitor-kill-mid-batch',
    title: 'monitor kill -9 between the rows and the commit of a batch',
    starred: true,
    promises: 'G7',
    async run(row) {
      const nth = row.random.between(3, 10);
      const system = await row.start({ faults: { monitor: `monitor.after_apply:kill9:${nth}` } });
      await row.load(200);
      await system.first('monitor').ended(0, 60_000);
      row.healed();
    },
  },
  {
    id: 'monitor-down-50k',
    title: 'monitor down while 50,000 events pass',
    starred: true,
    promises: 'G7 G11',
    async run(row) {
      const system = await row.start();
      const monitor = system.first('monitor');
      await row.load(20);
      await monitor.kill();
      await system.broker.writeJournal(finishedTasks(EVENTS / 2));
      await row.load(100);
      await monitor.start({ awaitReady: false });
      await until('the monitor listens', () => monitor.url !== '', 180_000);
      const begun = performance.now();
      let most = 0;
      await until(
        'the history has caught up',
        async () => {
          most = Math.max(most, monitor.rss);
          const [count] = await system.rows<{ n: number }>(
            "select count(*)::int as n from monitor.tasks where state = 'SUCCESS'",
          );
          return (count?.n ?? 0) >= EVENTS / 2 + 120;
        },
        180_000,
      );
      const seconds = (performance.now() - begun) / 1_000;
      row.healed();
      row.measure('caught up in s', seconds);
      row.measure('events/s', Math.round(EVENTS / seconds));
      row.measure('monitor at most MiB', Math.round(most / MIB));
      row.expect(most < 600 * MIB, `the monitor grew to ${(most / MIB).toFixed(0)} MiB`);
      row.expectations.apiSample = 1_000;
    },
  },
];

/** Journal batches of tasks that were accepted and succeeded, as a gateway and a worker would have written them. */
function* finishedTasks(count: number): Generator<object[]> {
  let batch: object[] = [];
  for (let n = 0; n < count; n += 1) {
    const task_id = randomUUID();
    const at = new Date().toISOString();
    batch.push(
      {
        ...{ type: 'accepted', task_id, at, task_name: 'default.test_task', queue: 'default', args: [] },
        ...{ kwargs: {}, priority: 5, max_retries: 3, eta: null, expires: null, root_id: task_id },
        ...{ parent_id: null, schedule: null, retried_from: null, trace_id: null, submitted_by: 'chaos' },
      },
      {
        ...{ type: 'succeeded', task_id, at, attempt: 1, worker: 'chaos', started_at: at, duration_ms: 0 },
        result: { n },
      },
    );
    if (batch.length >= BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
