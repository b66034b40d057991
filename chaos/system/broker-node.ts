import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startPrivateBroker } from '@celerity/tools/local/broker/private-broker.ts';
import { brokerEnvironment, recordedBrokerSettings } from '@celerity/tools/local/broker/broker-settings.ts';
import { findBrokerBinaries } from '@celerity/tools/local/broker/broker-binaries.ts';
import { dirname, join } from 'node:path';
import type { PrivateNode } from '@celerity/tools/local/private-node.ts';

const run = promisify(execFile);

export interface QueueState {
  readonly name: string;
  readonly messages_ready: number;
  readonly messages_unacknowledged: number;
  readonly consumers: number;
}

export interface ConnectionState {
  readonly client_properties: readonly (readonly [string, string, string])[];
  readonly channels: number;
}

/** The private RabbitMQ node of a run, which rows may stop, kill and alarm. */
export class BrokerNode {
  readonly dir: string;
  readonly #plugins: readonly string[];
  #node: PrivateNode;
  #seen: readonly string[] = [];

  private constructor(dir: string, plugins: readonly string[], node: PrivateNode) {
    this.dir = dir;
    this.#plugins = plugins;
    this.#node = node;
  }

  static async start(dir: string, plugins: readonly string[] = []): Promise<BrokerNode> {
    return new BrokerNode(dir, plugins, await startPrivateBroker({ dir, plugins }));
  }

  get url(): string {
    return this.#node.url;
  }

  get target(): { host: string; port: number } {
    return { host: '127.0.0.1', port: Number(new URL(this.#node.url).port) };
  }

  async restart(): Promise<void> {
    await this.#node.stop();
    await this.startAgain();
  }

  kill(): Promise<void> {
    return this.#node.kill();
  }

  stop(): Promise<void> {
    return this.#node.stop();
  }

  async startAgain(): Promise<void> {
    this.#node = await startPrivateBroker({ dir: this.dir, plugins: this.#plugins });
  }

  discard(): Promise<void> {
    return this.#node.discard();
  }

  /** Queues of the prefix, as last listed; asking the broker's tools takes seconds. */
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

  /** Connections by the name that our services give them, with the number of their channels. */
  async connections(): Promise<ConnectionState[]> {
    return this.#list<ConnectionState>('list_connections', ['client_properties', 'channels']);
  }

  /** `on` makes the broker believe that its memory is full. */
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
