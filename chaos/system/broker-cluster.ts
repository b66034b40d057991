import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findBrokerBinaries } from '@celerity/tools/local/broker/broker-binaries.ts';
import { newClusterSettings } from '@celerity/tools/local/broker/broker-settings.ts';
import { killLeftBroker, startNameServer } from '@celerity/tools/local/broker/private-broker.ts';
import { shortHash } from '@celerity/tools/local/places.ts';
import { findFreePorts } from '@celerity/tools/local/ports.ts';
import { readRecord, stillRunning, writeRecord } from '@celerity/tools/local/private-node.ts';
import type { ProcessIdentity } from '@celerity/tools/local/process/process-identity.ts';
import { killProcess } from '@celerity/tools/local/process/stop-process.ts';
import type { Broker, ConnectionState, QueueState } from './broker.ts';
import { BrokerNode } from './broker-node.ts';

const NODES = ['node-1', 'node-2', 'node-3'];
const NAME_SERVER = 'name-server.json';

interface Replicas {
  readonly name: string;
  /** The node's name, or nothing where no leader is known. */
  readonly leader: string;
  readonly members: readonly string[];
}

/** Three RabbitMQ nodes that are one broker, reached as over a load balancer. */
export class BrokerCluster implements Broker {
  readonly nodes: readonly BrokerNode[];
  readonly #dir: string;
  readonly #nameServer: ProcessIdentity;
  #turn = 0;

  private constructor(dir: string, nameServer: ProcessIdentity, nodes: readonly BrokerNode[]) {
    this.#dir = dir;
    this.#nameServer = nameServer;
    this.nodes = nodes;
  }

  static async start(dir: string): Promise<BrokerCluster> {
    const binaries = findBrokerBinaries();
    if (!binaries) throw new Error('RabbitMQ is not installed here');
    await clearAway(dir);
    await mkdir(dir, { recursive: true });
    const [epmdPort = 0] = await findFreePorts(1, shortHash(dir));
    const settings = newClusterSettings(epmdPort);
    const nameServer = await startNameServer(dir, epmdPort, binaries);
    writeRecord(dir, NAME_SERVER, nameServer);
    const nodes: BrokerNode[] = [];
    try {
      // One after the other: each looks for free ports.
      for (const name of NODES) nodes.push(await BrokerNode.start(join(dir, name), { cluster: settings }));
      const [first, ...others] = nodes;
      for (const node of others) {
        await node.control('stop_app');
        await node.control('join_cluster', first?.name ?? '');
        await node.control('start_app');
      }
    } catch (error) {
      await Promise.all(nodes.map((node) => node.discard()));
      await killProcess(nameServer);
      throw error;
    }
    return new BrokerCluster(dir, nameServer, nodes);
  }

  /** Of a node that runs; when none does, the first. */
  get url(): string {
    return this.#any.url;
  }

  /** The running nodes in turn. */
  get target(): { host: string; port: number } {
    const running = this.#running;
    return (running[(this.#turn += 1) % running.length] ?? this.#any).target;
  }

  /** The node that leads the most queues and streams of the prefix, with all that the broker says of each. */
  async leader(prefix: string): Promise<{ node: BrokerNode; leads: number; replicas: readonly Replicas[] }> {
    const text = await this.control('list_queues', '--formatter', 'json', 'name', 'leader', 'members');
    const replicas = (JSON.parse(text.slice(text.indexOf('['))) as Replicas[]).filter(({ name }) =>
      name.startsWith(`${prefix}.`),
    );
    const leadBy = ({ name }: BrokerNode) => replicas.filter(({ leader }) => leader === name).length;
    const node = [...this.#running].sort((a, b) => leadBy(b) - leadBy(a))[0] ?? this.#any;
    return { node, leads: leadBy(node), replicas };
  }

  async restart(): Promise<void> {
    for (const node of this.nodes) await node.restart();
  }

  async kill(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.kill()));
  }

  /** Together: each waits for the others' tables. */
  async startAgain(): Promise<void> {
    await Promise.all(this.nodes.filter(({ running }) => !running).map((node) => node.startAgain()));
  }

  async discard(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.discard()));
    await killProcess(this.#nameServer);
    await rm(this.#dir, { recursive: true, force: true, maxRetries: 5 });
  }

  knownQueues(prefix: string): Promise<readonly string[]> {
    return this.#any.knownQueues(prefix);
  }

  queues(prefix: string): Promise<QueueState[]> {
    return this.#any.queues(prefix);
  }

  connections(): Promise<ConnectionState[]> {
    return this.#any.connections();
  }

  async memoryAlarm(on: boolean): Promise<void> {
    await Promise.all(this.#running.map((node) => node.memoryAlarm(on)));
  }

  control(...args: string[]): Promise<string> {
    return this.#any.control(...args);
  }

  get #running(): readonly BrokerNode[] {
    return this.nodes.filter(({ running }) => running);
  }

  get #any(): BrokerNode {
    const node = this.#running[0] ?? this.nodes[0];
    if (!node) throw new Error('a cluster without nodes');
    return node;
  }
}

/** What a crashed run left: its processes too. */
async function clearAway(dir: string): Promise<void> {
  await Promise.all(NODES.map((name) => killLeftBroker(join(dir, name))));
  const nameServer = readRecord<ProcessIdentity>(dir, NAME_SERVER);
  await Promise.all(stillRunning(nameServer && [nameServer]).map(killProcess));
  await rm(dir, { recursive: true, force: true });
}
