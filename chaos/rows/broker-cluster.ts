import type { BrokerNode } from '../system/broker-node.ts';
import type { BrokerCluster } from '../system/broker-cluster.ts';
import type { System } from '../system/system.ts';
import { until } from '../system/until.ts';
import type { Row, RowRun } from './row.ts';
import { underLoad } from './under-load.ts';

/** Longest wait for an answer while no majority is there: docs/guarantees.md, outages. */
const ANSWER_MS = 2_000;
const ASKED = 20;
/** Longest time in which a service must have found a living node. */
const RECONNECT_MS = 60_000;
/** Of the monitor, of beat, and of both with the broker's own numbers. */
const READS = ['/api/core/tasks/history?limit=5', '/api/core/schedules', '/api/core/workers/queues'];

export const brokerCluster: readonly Row[] = [
  {
    id: 'cluster-leader-kill',
    title: 'three broker nodes: kill -9 of the node that leads the most queues, and of the next leader',
    starred: false,
    promises: 'G3 G11',
    async run(row) {
      const { system, cluster } = await row.startOnCluster();
      await expectReplicas(row, system, cluster);
      await underLoad(row, system, async () => {
        for (const n of [1, 2]) {
          const { node, leads } = await cluster.leader(system.prefix);
          row.measure(`led by node ${n} killed`, leads);
          row.measure(`gap ${n} s`, await gapAround(system, node));
          // With two nodes as well as with three: nobody waits for the third.
          await Promise.all(system.services.map((service) => service.ready(RECONNECT_MS)));
          for (const path of READS) {
            await until(
              `${path} is answered with two nodes`,
              async () => (await system.client.get(path)).status === 200,
              RECONNECT_MS,
            );
          }
          await node.startAgain();
        }
      });
      await expectReplicas(row, system, cluster);
    },
  },
  {
    id: 'cluster-majority-loss',
    title: 'two of three broker nodes killed: nothing is accepted; when they are back all goes on',
    starred: false,
    promises: 'G1 G2 G3 G11',
    async run(row) {
      const { system, cluster } = await row.startOnCluster();
      await underLoad(row, system, async () => {
        const lost = cluster.nodes.slice(0, 2);
        await Promise.all(lost.map((node) => node.kill()));
        const before = system.ledger.of('accepted').length;
        await until('submits are refused', async () => (await row.load(1))[0]?.status === 503, 60_000);
        const sofar = system.ledger.of('accepted').length;
        row.measure('accepted around the loss', sofar - before);
        const answers = await row.load(ASKED, { atOnce: 4 });
        const slowest = Math.max(...answers.map(({ ms }) => ms));
        row.measure('slowest refusal ms', slowest);
        row.expect(
          answers.every(({ status }) => status === 503),
          `without a majority submits were answered ${[...new Set(answers.map(({ status }) => status))].join(', ')}`,
        );
        row.expect(slowest < ANSWER_MS, `a refusal took ${Math.round(slowest)} ms`);
        for (const path of READS) {
          const asked = performance.now();
          const { status } = await system.client.get(path);
          const ms = performance.now() - asked;
          row.measure(`${path} ms`, `${Math.round(ms)} (${status})`);
          row.expect(status === 200 || status === 503, `${path} was answered ${status}`);
        }
        await Promise.all(lost.map((node) => node.startAgain()));
      });
    },
  },
];

/** Seconds between the kill and the first task accepted that was sent after it. */
async function gapAround(system: System, node: BrokerNode): Promise<number> {
  const begun = performance.now();
  await node.kill();
  const before = system.ledger.submissions.length;
  await until(
    'tasks are accepted again',
    () => system.ledger.submissions.slice(before).some(({ verdict }) => verdict === 'accepted'),
    120_000,
  );
  return (performance.now() - begun) / 1_000;
}

/** Every queue and stream has a replica on each node, so that one may go. */
async function expectReplicas(row: RowRun, system: System, cluster: BrokerCluster): Promise<void> {
  const { replicas } = await cluster.leader(system.prefix);
  const few = replicas.filter(({ members }) => members.length < cluster.nodes.length).map(({ name }) => name);
  row.measure('queues and streams', replicas.length);
  row.expect(few.length === 0, `not on every node: ${few.join(', ')}`);
}
