import { connect, type ChannelModel } from 'amqplib';
import { answered } from './answered.js';
import { reconnectDelay } from './backoff.js';
import { BrokerRefused, isRefusal, TopologyMismatch } from './broker-errors.js';
import type { BrokerLog } from './broker-log.js';
import { coalesceWrites } from './coalesce-writes.js';

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
/** A connection that ends sooner than this is not replaced at once. */
const BRIEF_MS = 5_000;

/**
 * One AMQP connection that comes back by itself, with jittered back-off, and reopens its users in the order
 * in which they were attached. Publish and consume on separate ones: a blocked publisher must not stop acks.
 */
export class BrokerConnection {
  /** A set, so that one who leaves while they are opened does not shift the others. */
  private readonly users = new Set<ChannelUser>();
  private model: ChannelModel | null = null;
  /** The connection whose users are being opened, and why it must not be used after all. */
  private opening: ChannelModel | null = null;
  private spoiltBy: string | null = null;
  private upSince = 0;
  private briefOnes = 0;
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

  /** True while the broker takes no messages from us: an alarm of its memory or disk. */
  get blocked(): boolean {
    return this.model !== null && this.blockedBy !== null;
  }

  /** Adds a user; it is opened now when the connection is up, else with the next one. */
  attach(user: ChannelUser): void {
    this.users.add(user);
    const model = this.model;
    if (!model) return;
    user.open(model).catch((error: unknown) => {
      if (model === this.model) this.recycle(reasonOf(error));
    });
  }

  /** Forgets a user that has closed its own channels. */
  detach(user: ChannelUser): void {
    this.users.delete(user);
  }

  /**
   * Connects, waiting for as long as the broker cannot be reached, and opens the users.
   * @throws BrokerRefused, TopologyMismatch when waiting will not help.
   */
  async start(): Promise<void> {
    this.loop = this.connectUntilUp(true);
    await this.loop;
  }

  /** Drops the connection and makes a new one: the remedy for a channel that the broker closed. */
  recycle(reason: string): void {
    const model = this.model ?? this.opening;
    if (!model || this.closing) return;
    this.options.log.warn({ connection: this.options.name, reason }, 'recycling the broker connection');
    this.onEnd(model, reason);
    model.close().catch(() => undefined);
  }

  async close(): Promise<void> {
    this.closing = true;
    this.wake?.();
    const model = this.model ?? this.opening;
    this.model = null;
    this.tellLost('closed');
    if (model) await answered(model.close());
    if (this.loop) await answered(this.loop);
  }

  private async connectUntilUp(first: boolean): Promise<void> {
    for (let attempt = 0; !this.closing; attempt += 1) {
      try {
        await this.connectOnce();
        return;
      } catch (error) {
        if (this.closing) return;
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

  /** Whatever broke a connection at once would break the next one too, and every one that it broke redelivers. */
  private async reconnect(): Promise<void> {
    if (this.briefOnes > 1) {
      const delay = reconnectDelay(this.briefOnes - 2);
      this.options.log.warn(
        { connection: this.options.name, retry_in_ms: delay },
        'the broker connection did not last',
      );
      await this.pause(delay);
    }
    await this.connectUntilUp(false);
  }

  private async connectOnce(): Promise<void> {
    const { name, url, log } = this.options;
    const model = await connect(withHeartbeat(url), {
      noDelay: true, // without it small replies wait for the peer's delayed TCP ack
      timeout: CONNECT_TIMEOUT_MS,
      clientProperties: { connection_name: name },
    });
    coalesceWrites(model);
    model.on('error', (error: Error) =>
      log.warn({ connection: name, reason: error.message }, 'connection error'),
    );
    model.on('blocked', (reason: string) => (this.blockedBy = reason));
    model.on('unblocked', () => (this.blockedBy = null));
    model.on('close', (error?: Error) => this.onEnd(model, error?.message ?? 'closed by the broker'));
    this.blockedBy = null;
    await this.openUsers(model);
    log.info({ connection: name }, 'connected to the broker');
  }

  private async openUsers(model: ChannelModel): Promise<void> {
    this.opening = model;
    // A close that came before there was anything to close.
    this.spoiltBy = this.closing ? 'closed' : null;
    try {
      for (const user of this.users) {
        if (this.spoiltBy === null) await user.open(model);
      }
      if (this.spoiltBy !== null) throw new Error(this.spoiltBy);
      // At once after the last of them: whoever is attached from now on is opened by `attach`.
      this.model = model;
      this.upSince = performance.now();
    } catch (error) {
      this.tellLost(reasonOf(error));
      await answered(model.close());
      throw error;
    } finally {
      this.opening = null;
    }
  }

  private onEnd(model: ChannelModel, reason: string): void {
    if (model === this.model) return this.onLost(reason);
    if (model !== this.opening) return;
    this.spoiltBy ??= reason;
    this.tellLost(reason);
  }

  private onLost(reason: string): void {
    this.model = null;
    this.briefOnes = performance.now() - this.upSince < BRIEF_MS ? this.briefOnes + 1 : 0;
    this.tellLost(reason);
    this.options.log.warn({ connection: this.options.name, reason }, 'lost the broker connection');
    this.loop = this.reconnect();
  }

  private tellLost(reason: string): void {
    for (const user of this.users) user.lost(reason);
  }

  private async pause(ms: number): Promise<void> {
    if (this.closing) return;
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
