import { setTimeout as pause } from 'node:timers/promises';
import { CONSUMER_TIMEOUT_MS } from '@celerity/tools/local/broker/broker-settings.ts';
import { until } from '../system/until.ts';
import { countEffects } from './effects-of.ts';
import type { Row } from './row.ts';
import { underLoad } from './under-load.ts';

/** RabbitMQ 3.10 can leave a quorum queue leaderless when it is killed right after the queue's declaration. */
const QUEUES_AGE_MS = 3_000;
/** G11 promises an answer within two seconds. */
const ANSWER_MS = 2_000;
const MIB = 1024 * 1024;
const BACKLOG = 300;
/** The broker looks once a minute for consumers that hold something longer than this. */
const TOO_LONG_MS = 10_000;
const HELD_MS = 130_000;
const READS = 600;
const AT_ONCE = 30;

export const brokerFaults: readonly Row[] = [
  {
    id: 'broker-restart',
    title: 'broker restarted under load',
    starred: true,
    promises: 'G3 G11',
    async run(row) {
      const system = await row.start();
      await underLoad(row, system, () => system.ground.broker.restart());
    },
  },
  {
    id: 'broker-kill',
    title: 'broker kill -9 under load',
    starred: true,
    promises: 'G3 G11',
    async run(row) {
      const system = await row.start();
      await pause(QUEUES_AGE_MS);
      await underLoad(row, system, async () => {
        await system.ground.broker.kill();
        await system.ground.broker.startAgain();
      });
    },
  },
  {
    id: 'memory-alarm',
    title: 'memory alarm of the broker: 503 within 2 s, memory stays flat',
    starred: true,
    promises: 'G11',
    async run(row) {
      const system = await row.start();
      const { client } = system;
      await row.load(40);
      const gateway = system.first('gateway');
      const before = gateway.rss;
      await system.ground.broker.memoryAlarm(true);
      try {
        await until(
          'the alarm is felt',
          async () => (await client.submit('chaos_none')).verdict !== 'accepted',
        );
        const during = await row.load(200, { atOnce: 20 });
        const slowest = Math.max(...during.map(({ ms }) => ms));
        row.measure('slowest answer ms', Math.round(slowest));
        row.expect(slowest < ANSWER_MS, `an answer took ${slowest.toFixed(0)} ms`);
        row.expect(
          during.every(({ status }) => status === 503),
          'a submission was not answered 503',
        );
        const grown = (gateway.rss - before) / MIB;
        row.measure('gateway grew MiB', grown);
        row.expect(grown < 100, `the gateway grew by ${grown.toFixed(0)} MiB`);
      } finally {
        await system.ground.broker.memoryAlarm(false);
      }
      row.healed();
      await until(
        'tasks are accepted again',
        async () => (await client.submit('chaos_none')).verdict === 'accepted',
      );
    },
  },
  {
    id: 'memory-alarm-reads',
    title: 'memory alarm of the broker: reads of tasks answer 503 and come back by themselves, others go on',
    starred: true,
    promises: 'G11',
    async run(row) {
      const system = await row.start();
      const { client } = system;
      const [known] = await row.load(20);
      const gateway = system.first('gateway');
      const before = gateway.rss;
      const answers: { status: number; ms: number }[] = [];
      await system.ground.broker.memoryAlarm(true);
      try {
        await until(
          'the alarm is felt',
          async () => (await client.submit('chaos_none')).verdict !== 'accepted',
        );
        const askedOfOthers = [
          '/api/core/tasks/history?limit=5',
          '/api/core/tasks',
          `/api/core/tasks/${known?.taskId}`,
        ];
        for (let n = 0; n < READS / AT_ONCE; n += 1) {
          const asked = Array.from({ length: AT_ONCE }, async (_, i) => {
            const begun = performance.now();
            const { status, retryAfter } = await client.get(
              askedOfOthers[i % askedOfOthers.length] as string,
            );
            row.expect(status !== 503 || retryAfter > 0, 'a 503 did not say when to try again');
            return { status, ms: performance.now() - begun };
          });
          answers.push(...(await Promise.all(asked)));
        }
        for (const own of ['/api/core/task-types', '/api/core/users']) {
          const { status } = await client.get(own);
          row.expect(status === 200, `${own}, which needs no other service, was answered ${status}`);
        }
      } finally {
        await system.ground.broker.memoryAlarm(false);
      }
      row.healed();
      const slowest = Math.max(...answers.map(({ ms }) => ms));
      const grown = (gateway.rss - before) / MIB;
      row.measure('reads', answers.length);
      row.measure('slowest answer ms', Math.round(slowest));
      row.measure('gateway grew MiB', grown);
      row.expect(
        answers.every(({ status }) => status === 503),
        'a read of tasks was answered otherwise than by 503',
      );
      row.expect(slowest < ANSWER_MS, `a read took ${slowest.toFixed(0)} ms`);
      row.expect(grown < 100, `the gateway grew by ${grown.toFixed(0)} MiB`);
      await until(
        'reads are answered again',
        async () => (await client.get('/api/core/tasks/history?limit=5')).status === 200,
      );
    },
  },
  {
    id: 'queue-limit',
    title: 'queue at its limit: refused, not lost',
    starred: true,
    promises: 'G1 G2',
    async run(row) {
      const system = await row.start({ later: ['worker'] });
      const { broker } = system.ground;
      const pattern = `^${system.prefix}\\.q\\.default$`;
      await broker.control(
        'set_policy',
        '--apply-to',
        'queues',
        'chaos-limit',
        pattern,
        '{"max-length": 50}',
      );
      try {
        await row.load(150, { atOnce: 4 });
        const [accepted, refused] = [system.ledger.of('accepted'), system.ledger.of('refused')];
        row.measure('refused', refused.length);
        row.expect(accepted.length < 150 && refused.length > 0, 'the limit was not felt');
        await system.add('worker').start();
        row.healed();
        // Only then: RabbitMQ 3.10 goes on refusing on channels that were refused while the limit was in force.
        await until('there is room again', async () => {
          const answer = await system.client.submit('chaos_none');
          return answer.verdict === 'accepted';
        });
      } finally {
        await broker.control('clear_policy', 'chaos-limit');
      }
    },
  },
  {
    id: 'queue-deleted',
    title: "a task queue and the timers' queue deleted",
    starred: true,
    promises: 'G1 G11',
    async run(row) {
      const system = await row.start();
      await row.load(30);
      for (const queue of ['q.default', 'timers']) {
        await until('the queues are empty', async () => {
          const queues = await system.ground.broker.queues(system.prefix);
          return queues.every(
            ({ name, messages_ready, messages_unacknowledged }) =>
              /journal|revocations|dead/.test(name) || messages_ready + messages_unacknowledged === 0,
          );
        });
        await system.broker.deleteQueue(`${system.prefix}.${queue}`);
        await row.load(60, { failures: 1, atOnce: 4, paceMs: 20 });
        await until(
          'tasks are accepted again',
          async () => (await system.client.submit('chaos_none')).verdict === 'accepted',
        );
      }
      row.healed();
      row.measure('refused meanwhile', system.ledger.of('refused').length);
    },
  },
  {
    id: 'queue-deleted-backlog',
    title: 'a task queue deleted with everything in it: the sweep brings all of it back from the journal',
    starred: false,
    promises: 'G3',
    async run(row) {
      const system = await row.start({
        later: ['worker'],
        env: { monitor: { SWEEP_AFTER_MS: '4000' } },
      });
      await row.load(BACKLOG);
      await system.broker.deleteQueue(`${system.prefix}.q.default`);
      row.healed();
      const worker = system.add('worker');
      await worker.start();
      row.expectations.quietMs = 120_000;
      await until('all of it is done', async () => (await countEffects(system, 'done')) >= BACKLOG, 120_000);
      const swept = await system.rows('select 1 from monitor.swept_tasks');
      row.measure('brought back', swept.length);
      row.expect(swept.length >= BACKLOG, `only ${swept.length} were brought back by the sweep`);
    },
  },
  {
    id: 'consumer-timeout',
    title: 'the broker cuts off a consumer that holds a delivery too long: the run goes on and is joined',
    starred: false,
    promises: 'G4 G6',
    async run(row) {
      const system = await row.start({ later: ['worker'] });
      const { broker } = system.ground;
      const timeout = (ms: number) =>
        broker.control('eval', `application:set_env(rabbit, consumer_timeout, ${ms}).`);
      await timeout(TOO_LONG_MS);
      try {
        const worker = system.add('worker');
        await worker.start();
        const slow = await system.client.submit('chaos_none', { ms: HELD_MS });
        await row.load(20);
        await until('the channel was closed', () => worker.logged('timeout'), HELD_MS + 90_000);
        row.healed();
        row.expectations.quietMs = 180_000;
        await until(
          'the long one has ended',
          async () =>
            (
              await system.rows("select 1 from monitor.tasks where task_id = $1 and state = 'SUCCESS'", [
                slow.taskId,
              ])
            ).length === 1,
          180_000,
        );
        const runs = await system.rows("select 1 from chaos.effects where ref = $1 and kind = 'begun'", [
          slow.ref,
        ]);
        row.measure('runs of the long one', runs.length);
        row.expect(runs.length === 1, `the long task ran ${runs.length} times at once`);
      } finally {
        await timeout(CONSUMER_TIMEOUT_MS);
      }
    },
  },
];
