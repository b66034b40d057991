import { connect, type ChannelModel } from 'amqplib';
import { reconnectDelay } from './backoff.js';
import { BrokerRefused, isRefusal, TopologyMismatch } from './broker-errors.js';
import type { BrokerLog } from './broker-log.js';

/** Something that lives on a connection and must be opened anew on each new one. */
export interface ChannelUser {
  /** Opens channels; the user is ready for work when it resolves. */
  open(model: ChannelModel): Promise<void>;
  /** The connection is gone, and every channel and delivery tag with it. */
  lost(reason: string): void;
}

export interface BrokerConnectionOptions {
  readonly url: string;
  /** Shown in the broker's connection list, such as `worker:consume`. */
  readonly name: string;
  readonly log: BrokerLog;
}

/** Longest wait for a TCP connection and the AMQP handshake. */
const CONNECT_TIMEOUT_MS = 5_000;
const HEARTBEAT_S = 15;
/** Longest wait for the broker's goodbye; a dead peer never sends one. */
const CLOSE_TIMEOUT_MS = 2_000;

/**
 * One AMQP connection that comes back by itself, with jittered back-off, and reopens its users in the order
 * in which they were attached. Publish and consume on separate ones: a blocked publisher must not stop acks.
 */
export class BrokerConnection {
  private readonly users: ChannelUser[] = [];
  private model: ChannelModel | null = null;
  private closing = false;
  private loop: Promise<void> | null = null;
  private wake: (() => void) | null = null;
  private blockedBy: string | null = null;

  constructor(private readonly options: BrokerConnectionOptions) {}

  /** Null when the connection works, else why it does not. */
  get trouble(): string | null {
    if (!this.model) return 'not connected';
    return this.blockedBy === null ? null : `blocked by the broker: ${this.blockedBy}`;
  }

  /** Adds a user; it is opened now when the connection is up, else with the next one. */
  attach(user: ChannelUser): void {
    this.users.push(user);
    if (this.model) user.open(this.model).catch((error: unknown) => this.recycle(reasonOf(error)));
  }

  /** Forgets a user that has closed its own channels. */
  detach(user: ChannelUser): void {
    const index = this.users.indexOf(user);
    if (index >= 0) this.users.splice(index, 1);
  }

  /**
   * Connects, waiting for as long as the broker cannot be reached, and opens the users.
   * @throws BrokerRefused, TopologyMismatch when waiting will not help.
   */
  async start(): Promise<void> {
    await this.connectUntilUp(true);
  }

  /** Drops the connection and makes a new one: the remedy for a channel that the broker closed. */
  recycle(reason: string): void {
    const model = this.model;
    if (!model || this.closing) return;
    this.options.log.warn({ connection: this.options.name, reason }, 'recycling the broker connection');
    this.onLost(reason);
    model.close().catch(() => undefined);
  }

  async close(): Promise<void> {
    this.closing = true;
    this.wake?.();
    const model = this.model;
    this.model = null;
    if (model) await Promise.race([model.close().catch(() => undefined), unheard(CLOSE_TIMEOUT_MS)]);
    await this.loop?.catch(() => undefined);
  }

  private async connectUntilUp(first: boolean): Promise<void> {
    for (let attempt = 0; !this.closing; attempt += 1) {
      try {
        await this.connectOnce();
        return;
      } catch (error) {
        if (first && isRefusal(error)) throw new BrokerRefused((error as Error).message);
        if (first && error instanceof TopologyMismatch) throw error;
        const delay = reconnectDelay(attempt);
        this.options.log.warn(
          { connection: this.options.name, reason: reasonOf(error), retry_in_ms: delay },
          'no broker connection',
        );
        await this.pause(delay);
      }
    }
  }

  private async connectOnce(): Promise<void> {
    const { name, url, log } = this.options;
    const model = await connect(withHeartbeat(url), {
      noDelay: true, // without it small replies wait for the peer's delayed TCP ack
      timeout: CONNECT_TIMEOUT_MS,
      clientProperties: { connection_name: name },
    });
    let ended: string | null = null;
    model.on('error', (error: Error) =>
      log.warn({ connection: name, reason: error.message }, 'connection error'),
    );
    model.on('blocked', (reason: string) => (this.blockedBy = reason));
    model.on('unblocked', () => (this.blockedBy = null));
    model.on('close', (error?: Error) => {
      ended = error?.message ?? 'closed by the broker';
      if (this.model === model) this.onLost(ended);
    });
    try {
      for (const user of this.users) await user.open(model);
    } catch (error) {
      await model.close().catch(() => undefined);
      throw error;
    }
    if (ended !== null) throw new Error(ended);
    this.blockedBy = null;
    this.model = model;
    log.info({ connection: name }, 'connected to the broker');
  }

  private onLost(reason: string): void {
    this.model = null;
    for (const user of this.users) user.lost(reason);
    if (this.closing) return;
    this.options.log.warn({ connection: this.options.name, reason }, 'lost the broker connection');
    this.loop = this.connectUntilUp(false);
  }

  private async pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = null;
  }
}

function withHeartbeat(url: string): string {
  const parsed = new URL(url);
  if (!parsed.searchParams.has('heartbeat')) parsed.searchParams.set('heartbeat', String(HEARTBEAT_S));
  return parsed.toString();
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}

function unheard(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
