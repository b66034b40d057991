import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureInstalled } from '@celerity/tools/local/ensure-installed.ts';
import type { Log } from '@celerity/tools/local/log.ts';
import { celerityHome } from '@celerity/tools/local/places.ts';
import { claimInstance, type InstanceClaim } from '@celerity/tools/local/instance-claim.ts';
import type { Broker } from './broker.ts';
import { BrokerCluster } from './broker-cluster.ts';
import { BrokerNode } from './broker-node.ts';
import { DatabaseNode } from './database-node.ts';

export interface ClusteredGround {
  readonly ground: Ground;
  readonly cluster: BrokerCluster;
}

/** What all rows of a run stand on: a broker and a database of their own, and a folder for the logs. */
export class Ground {
  readonly broker: Broker;
  readonly database: DatabaseNode;
  readonly logs: string;
  readonly #claim: InstanceClaim;
  readonly #beside: Ground[] = [];
  #cluster: BrokerCluster | undefined;

  private constructor(broker: Broker, database: DatabaseNode, logs: string, claim: InstanceClaim) {
    this.broker = broker;
    this.database = database;
    this.logs = logs;
    this.#claim = claim;
  }

  /** Other runs of this checkout, and what a crashed one left, do no harm: each has a folder of its own. */
  static async prepare(log: Log, signal: AbortSignal): Promise<Ground> {
    await ensureInstalled(['rabbitmq', 'postgres'], log, signal);
    const claim = claimInstance('test', join(celerityHome, 'chaos'));
    const logs = join(claim.dir, 'logs');
    // A crashed run's broker would be taken over with its queues.
    const [broker, database] = await Promise.all([
      BrokerNode.start(join(claim.dir, 'rabbitmq')),
      DatabaseNode.start(join(claim.dir, 'postgres')),
    ]);
    await rm(logs, { recursive: true, force: true });
    await mkdir(logs, { recursive: true });
    return new Ground(broker, database, logs, claim);
  }

  /** A second broker, with these plugins, and a second database: for rows about two clusters. */
  async beside(plugins: readonly string[]): Promise<Ground> {
    const number = this.#beside.length + 2;
    const [broker, database] = await Promise.all([
      BrokerNode.start(join(this.#claim.dir, `rabbitmq-${number}`), { plugins }),
      DatabaseNode.start(join(this.#claim.dir, `postgres-${number}`)),
    ]);
    const ground = new Ground(broker, database, join(this.logs, `cluster-${number}`), this.#claim);
    this.#beside.push(ground);
    return ground;
  }

  /** The same database and a new broker of three nodes; the one of an earlier row goes. */
  async clustered(): Promise<ClusteredGround> {
    await this.#cluster?.discard();
    const cluster = await BrokerCluster.start(join(this.#claim.dir, 'cluster'));
    this.#cluster = cluster;
    return { ground: new Ground(cluster, this.database, this.logs, this.#claim), cluster };
  }

  /** Stops and removes everything but the logs. */
  async discard(): Promise<void> {
    const all = [this, ...this.#beside];
    await Promise.all([
      ...all.flatMap(({ broker, database }) => [broker.discard(), database.discard()]),
      this.#cluster?.discard(),
    ]);
    this.#claim.release();
  }
}
