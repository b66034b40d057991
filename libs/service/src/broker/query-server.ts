import { setTimeout as delay } from 'node:timers/promises';
import { topologyOf, type BrokerNames } from '@celerity/messaging';
import { type OutgoingResponse, type RmqContext, ServerRMQ } from '@nestjs/microservices';
import { rpcTransport } from './rpc-transport.js';

interface RpcMessage {
  readonly properties: { readonly replyTo?: string; readonly correlationId: string };
}

/** The part of amqplib's channel that the server needs. */
interface RpcChannel {
  assertQueue(queue: string, options: object): Promise<unknown>;
  prefetch(count: number): Promise<unknown>;
  consume(
    queue: string,
    onMessage: (message: RpcMessage | null) => void,
    options: object,
  ): Promise<{ consumerTag: string }>;
  cancel(consumerTag: string): Promise<unknown>;
  ack(message: RpcMessage): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** The part of amqp-connection-manager that the server needs. */
interface ConnectionManager {
  createChannel(options: object): Pick<RpcChannel, 'on'>;
  reconnect(): void;
}

/** Most questions taken and not yet answered; others wait in the broker, where they expire with their askers. */
const AT_ONCE = 1_000;
const RECONNECT_S = 1;
/** A peer that takes the connection and says nothing must not be waited for without end. */
const CONNECT_MS = 5_000;
/** Longest wait at shutdown for questions being answered. */
const FINISH_MS = 5_000;
/** Longest wait for the broker's goodbye; one that is away never says it. */
const GOODBYE_MS = 1_000;

/**
 * Nest's RMQ server, made to last: it has its queue on every new connection, comes back when the broker cancels
 * it or closes its channel (Nest's own goes deaf, or ends the process), and at its end answers what it has begun.
 */
export class QueryServer extends ServerRMQ {
  private readonly declaration: object;
  private consumer: { readonly channel: RpcChannel; readonly tag: string } | null = null;
  private readonly answering = new Set<Promise<unknown>>();
  private closing: Promise<void> | null = null;

  /** `queue` is one of the topology's, such as `names.monitorQuestions`. */
  constructor(amqpUrl: string, names: BrokerNames, queue: string) {
    const { options = {} } = rpcTransport(amqpUrl, queue);
    super({
      ...options,
      socketOptions: {
        ...options.socketOptions,
        reconnectTimeInSeconds: RECONNECT_S,
        connectionOptions: { ...options.socketOptions?.connectionOptions, timeout: CONNECT_MS },
      },
    });
    this.declaration = topologyOf(names).queues.find(({ name }) => name === this.queue)?.options ?? {};
  }

  /** The number of questions not yet answered. */
  get unanswered(): number {
    return this.answering.size;
  }

  override async createClient<T>(): Promise<T> {
    const manager = await super.createClient<ConnectionManager>();
    const create = manager.createChannel.bind(manager);
    manager.createChannel = (options) => {
      const channel = create(options);
      // Without a listener, a connection lost while its channel opens would end the process.
      channel.on('error', (error) => this.comeBack(error.message));
      return channel;
    };
    return manager as T;
  }

  override async setupChannel(channel: RpcChannel, callback: () => void): Promise<void> {
    channel.on('error', (error) => this.comeBack(error.message));
    try {
      // As the topology has it, so the two cannot disagree; passive waiting would depend on another connection.
      await channel.assertQueue(this.queue, this.declaration);
      await channel.prefetch(AT_ONCE);
      const { consumerTag } = await channel.consume(this.queue, (message) => this.take(message, channel), {
        noAck: false,
      });
      this.consumer = { channel, tag: consumerTag };
      callback();
    } catch (error) {
      this.comeBack((error as Error).message);
    }
  }

  override sendMessage<T>(message: T, replyTo: string, correlationId: string, _context: RmqContext): void {
    const packet: unknown = this.serializer.serialize(message as unknown as OutgoingResponse);
    const sent = (this.channel as { sendToQueue(...args: unknown[]): Promise<unknown> }).sendToQueue(
      replyTo,
      Buffer.from(JSON.stringify(packet)),
      { correlationId },
    );
    // Who asked has gone, or the connection has: the question is asked again by whoever still wants to know.
    this.track(sent.catch(() => undefined));
  }

  override close(): Promise<void> {
    this.closing ??= this.finish();
    return this.closing;
  }

  private async finish(): Promise<void> {
    await this.consumer?.channel.cancel(this.consumer.tag).catch(() => undefined);
    await atMost(FINISH_MS, this.answered());
    await atMost(GOODBYE_MS, super.close());
  }

  private async answered(): Promise<void> {
    while (this.answering.size > 0) {
      await Promise.all(this.answering);
      // The reply is sent one tick after the answer is there.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private take(message: RpcMessage | null, channel: RpcChannel): void {
    if (message === null) return this.comeBack('the broker cancelled the consumer');
    const { promise, resolve } = Promise.withResolvers<void>();
    this.track(promise);
    this.handleMessage(message, channel)
      .catch((error: unknown) => this.handleError(String(error)))
      .finally(() => {
        resolve();
        // A channel that is gone has given its questions back already.
        if (this.consumer?.channel === channel) channel.ack(message);
      });
  }

  private track(work: Promise<unknown>): void {
    this.answering.add(work);
    void work.finally(() => this.answering.delete(work));
  }

  private comeBack(reason: string): void {
    if (this.closing) return;
    this.consumer = null;
    this.logger.warn(`the query channel is gone (${reason}): reconnecting`);
    const again = setTimeout(() => {
      if (!this.closing) (this.server as ConnectionManager | null)?.reconnect();
    }, RECONNECT_S * 1000);
    again.unref();
  }
}

async function atMost(ms: number, work: Promise<void>): Promise<void> {
  const abandon = new AbortController();
  const late = delay(ms, undefined, { signal: abandon.signal }).catch(() => undefined);
  await Promise.race([work, late]);
  abandon.abort();
}
