import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureInstalled } from '@celerity/tools/local/ensure-installed.ts';
import type { Log } from '@celerity/tools/local/log.ts';
import { celerityHome } from '@celerity/tools/local/places.ts';
import { claimInstance, type InstanceClaim } from '@celerity/tools/local/instance-claim.ts';
import { BrokerNode } from './broker-node.ts';
import { DatabaseNode } from './database-node.ts';

/** What all rows of a run stand on: a broker and a database of their own, and a folder for the logs. */
export class Ground {
  readonly broker: BrokerNode;
  readonly database: DatabaseNode;
  readonly logs: string;
  readonly #claim: InstanceClaim;
  readonly #beside: Ground[] = [];

  private constructor(broker: BrokerNode, database: DatabaseNode, logs: string, claim: InstanceClaim) {
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
      BrokerNode.start(join(this.#claim.dir, `rabbitmq-${number}`), plugins),
      DatabaseNode.start(join(this.#claim.dir, `postgres-${number}`)),
    ]);
    const ground = new Ground(broker, database, join(this.logs, `cluster-${number}`), this.#claim);
    this.#beside.push(ground);
    return ground;
  }

  /** Stops and removes everything but the logs. */
  async discard(): Promise<void> {
    const all = [this, ...this.#beside];
    await Promise.all(all.flatMap(({ broker, database }) => [broker.discard(), database.discard()]));
    this.#claim.release();
  }
}
