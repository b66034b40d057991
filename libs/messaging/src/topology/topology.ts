import type { Channel, ChannelModel, Options } from 'amqplib';
import { FAMILIES } from '@celerity/contracts';
import { answered } from '../connection/answered.js';
import { TopologyMismatch } from '../connection/broker-errors.js';
import type { ChannelUser } from '../connection/broker-connection.js';
import { bindingKeyOf, type BrokerNames } from './broker-names.js';

/** Every exchange, queue, stream and binding of the product. Nothing is declared anywhere else. */
interface Topology {
  readonly exchanges: readonly { name: string; type: 'topic' }[];
  readonly queues: readonly { name: string; options: Options.AssertQueue }[];
  readonly bindings: readonly { queue: string; exchange: string; routingKey: string }[];
}

/** How long the journal keeps events: whichever of the two is reached first. */
const JOURNAL_AGE = '7D';
const JOURNAL_BYTES = 20 * 1024 ** 3;
const SEGMENT_BYTES = 64 * 1024 ** 2;

/**
 * How long a revocation is heard by workers that start: a task that waits longer in its queue with nobody to take
 * it would run. Beat remembers those of delayed tasks for itself. Every worker reads and holds all of it.
 */
export const REVOCATIONS_AGE_DAYS = 30;
const REVOCATIONS_BYTES = 128 * 1024 ** 2;
const REVOCATIONS_SEGMENT_BYTES = 8 * 1024 ** 2;

/** A backstop against messages that come back for ever; our own attempt numbers decide long before. */
const DELIVERY_LIMIT = 100;

/** Brokers from 4.0 on drop a message after 20 deliveries unless told otherwise; 3.10 takes no -1. */
const UNLIMITED = 1_000_000;

const DECLARING_CHANNELS = 6;

export function topologyOf(names: BrokerNames): Topology {
  return {
    exchanges: [{ name: names.tasks, type: 'topic' }],
    queues: [
      ...names.queues.map(({ queue }) => ({ name: queue, options: deadLettering(names) })),
      ...FAMILIES.map((family) => ({ name: names.quarantine(family), options: deadLettering(names) })),
      { name: names.dead, options: quorum({}) },
      { name: names.timers, options: quorum({ 'x-delivery-limit': UNLIMITED }) },
      { name: names.journal, options: stream(JOURNAL_AGE, JOURNAL_BYTES, SEGMENT_BYTES) },
      {
        name: names.revocations,
        options: stream(`${REVOCATIONS_AGE_DAYS}D`, REVOCATIONS_BYTES, REVOCATIONS_SEGMENT_BYTES),
      },
      { name: names.monitorQuestions, options: questions() },
      { name: names.beatQuestions, options: questions() },
    ],
    bindings: names.queues.map((place) => ({
      queue: place.queue,
      exchange: names.tasks,
      routingKey: bindingKeyOf(place),
    })),
  };
}

function quorum(extra: Record<string, unknown>): Options.AssertQueue {
  return { durable: true, arguments: { 'x-queue-type': 'quorum', ...extra } };
}

/**
 * Questions are asked again by whoever still wants to know. Replicas are there for the queue, not for its messages: a
 * classic queue cannot even be declared while its node is down, and no service would find back to the others.
 */
function questions(): Options.AssertQueue {
  return quorum({ 'x-delivery-limit': UNLIMITED });
}

/** Dead-letters at least once, which needs `reject-publish`: the default strategy may lose messages. */
function deadLettering(names: BrokerNames): Options.AssertQueue {
  return quorum({
    'x-delivery-limit': DELIVERY_LIMIT,
    'x-dead-letter-exchange': '',
    'x-dead-letter-routing-key': names.dead,
    'x-dead-letter-strategy': 'at-least-once',
    'x-overflow': 'reject-publish',
  });
}

function stream(age: string, bytes: number, segmentBytes: number): Options.AssertQueue {
  return {
    durable: true,
    arguments: {
      'x-queue-type': 'stream',
      'x-max-age': age,
      'x-max-length-bytes': bytes,
      'x-stream-max-segment-size-bytes': segmentBytes,
    },
  };
}

/** Declares the topology on each new connection; attach it before anything that uses the objects. */
export class TopologyDeclarer implements ChannelUser {
  constructor(private readonly names: BrokerNames) {}

  async open(model: ChannelModel): Promise<void> {
    const { exchanges, queues, bindings } = topologyOf(this.names);
    await onChannels(model, exchanges, (channel, { name, type }) =>
      declare(name, channel.assertExchange(name, type, { durable: true })),
    );
    await onChannels(model, queues, (channel, { name, options }) =>
      declare(name, channel.assertQueue(name, options)),
    );
    await onChannels(model, bindings, (channel, b) => channel.bindQueue(b.queue, b.exchange, b.routingKey));
  }

  lost(): void {}
}

/** Spreads the calls over a few channels: one channel has one call under way, and a new quorum queue takes a while. */
async function onChannels<T>(
  model: ChannelModel,
  items: readonly T[],
  call: (channel: Channel, item: T) => Promise<unknown>,
): Promise<void> {
  const rest = items[Symbol.iterator]();
  const work = async (): Promise<void> => {
    const channel = await model.createChannel();
    // The channel's own error event says no more than the rejected call.
    channel.on('error', () => undefined);
    for (const item of rest) await call(channel, item);
    await answered(channel.close());
  };
  await Promise.all(Array.from({ length: Math.min(DECLARING_CHANNELS, items.length) }, work));
}

async function declare(name: string, call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    const message = (error as Error).message;
    if (!message.includes('PRECONDITION')) throw error;
    throw new TopologyMismatch(
      `the broker has "${name}" with other properties than this version declares (${message}); ` +
        'drain and delete it, or set another CELERITY_PREFIX',
    );
  }
}

/** Removes every object of the prefix, with all messages in them. For tests and for retiring a prefix. */
export async function deleteTopology(channel: Channel, names: BrokerNames): Promise<void> {
  const { exchanges, queues } = topologyOf(names);
  for (const { name } of queues) await channel.deleteQueue(name);
  for (const { name } of exchanges) await channel.deleteExchange(name);
}
