import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startPrivateBroker } from '@celerity/tools/local/broker/private-broker.ts';
import {
  brokerEnvironment,
  recordedBrokerSettings,
  type ClusterSettings,
} from '@celerity/tools/local/broker/broker-settings.ts';
import { findBrokerBinaries } from '@celerity/tools/local/broker/broker-binaries.ts';
import { dirname, join } from 'node:path';
import type { PrivateNode } from '@celerity/tools/local/private-node.ts';
import type { Broker, ConnectionState, QueueState } from './broker.ts';

const run = promisify(execFile);

interface NodeOptions {
  readonly plugins?: readonly string[];
  readonly cluster?: ClusterSettings;
}

/** The private RabbitMQ node of a run, which rows may stop, kill and alarm. */
export class BrokerNode implements Broker {
  readonly dir: string;
  readonly #options: NodeOptions;
  #node: PrivateNode;
  #running = true;
  #seen: readonly string[] = [];

  private constructor(dir: string, options: NodeOptions, node: PrivateNode) {
    this.dir = dir;
    this.#options = options;
    this.#node = node;
  }

  static async start(dir: string, options: NodeOptions = {}): Promise<BrokerNode> {
    return new BrokerNode(dir, options, await startPrivateBroker({ dir, ...options }));
  }

  /** Under which a cluster knows it. */
  get name(): string {
    return recordedBrokerSettings(this.dir)?.nodeName ?? '';
  }

  get running(): boolean {
    return this.#running;
  }

  get url(): string {
    return this.#node.url;
  }

  get target(): { host: string; port: number } {
    return { host: '127.0.0.1', port: Number(new URL(this.#node.url).port) };
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.startAgain();
  }

  kill(): Promise<void> {
    this.#running = false;
    return this.#node.kill();
  }

  stop(): Promise<void> {
    this.#running = false;
    return this.#node.stop();
  }

  async startAgain(): Promise<void> {
    this.#node = await startPrivateBroker({ dir: this.dir, ...this.#options });
    this.#running = true;
  }

  discard(): Promise<void> {
    return this.#node.discard();
  }

  async knownQueues(prefix: string): Promise<readonly string[]> {
    const known = this.#seen.filter((name) => name.startsWith(`${prefix}.`));
    return known.length > 0 ? known : (await this.queues(prefix)).map(({ name }) => name);
  }

  async queues(prefix: string): Promise<QueueState[]> {
    const columns = ['name', 'messages_ready', 'messages_unacknowledged', 'consumers'];
    const all = await this.#list<QueueState>('list_queues', columns);
    const own = all.filter(({ name }) => name.startsWith(`${prefix}.`));
    this.#seen = own.map(({ name }) => name);
    return own;
  }

  async connections(): Promise<ConnectionState[]> {
    return this.#list<ConnectionState>('list_connections', ['client_properties', 'channels']);
  }

  async memoryAlarm(on: boolean): Promise<void> {
    await this.control('set_vm_memory_high_watermark', ...(on ? ['absolute', '1MB'] : ['0.6']));
  }

  async control(...args: string[]): Promise<string> {
    const settings = recordedBrokerSettings(this.dir);
    const binaries = findBrokerBinaries();
    if (!settings || !binaries) throw new Error('the private broker has no settings');
    const tool = join(dirname(binaries.server), 'rabbitmqctl');
    const { stdout } = await run(tool, ['--quiet', '--node', settings.nodeName, ...args], {
      env: brokerEnvironment(this.dir, settings),
      timeout: 60_000,
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  }

  async #list<T>(command: string, columns: readonly string[]): Promise<T[]> {
    const text = await this.control(command, '--formatter', 'json', ...columns);
    return JSON.parse(text.slice(text.indexOf('['))) as T[];
  }
}
