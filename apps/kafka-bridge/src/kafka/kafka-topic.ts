import { Injectable } from '@nestjs/common';
import { compatibilityPartitioner, ProduceAcks, Producer, stringSerializers } from '@platformatic/kafka';
import { kafkaFailure } from './kafka-failure.js';
import type { KafkaRecord } from './kafka-record.js';
import type { KafkaSettings } from './kafka-settings.js';

type StringProducer = Producer<string, string, string, string>;

const CONNECT_MS = 5_000;
/** Longest wait of the brokers for their replicas; an answer takes a little longer. */
const REPLICAS_MS = 8_000;
const ANSWER_MS = 10_000;

/** The topic as the bridge uses it. */
@Injectable()
export class KafkaTopic {
  private producer: StringProducer | null = null;
  private asking: Promise<void> | null = null;

  constructor(private readonly settings: KafkaSettings) {}

  get name(): string {
    return this.settings.topic;
  }

  /**
   * Resolves when all replicas in sync have the records. One request at a time, and nothing is tried again in here:
   * that would mix up their order.
   * @throws KafkaFailure when not all of them are known to be there.
   */
  async send(records: readonly KafkaRecord[]): Promise<void> {
    const { topic } = this.settings;
    const producer = this.client();
    try {
      await producer.send({ messages: records.map((record) => ({ ...record, topic })) });
    } catch (error) {
      // With what it believes of the cluster; a new one asks.
      if (this.producer === producer) this.forget();
      throw kafkaFailure(topic, error);
    }
  }

  /**
   * Whether the cluster answers and has the topic.
   * @throws KafkaFailure
   */
  check(): Promise<void> {
    // Probes come more often than a silent cluster lets them end.
    return (this.asking ??= this.ask().finally(() => (this.asking = null)));
  }

  async close(): Promise<void> {
    const { producer } = this;
    this.producer = null;
    await producer?.close(true).catch(() => undefined);
  }

  private async ask(): Promise<void> {
    const { topic } = this.settings;
    try {
      await this.client().metadata({ topics: [topic], forceUpdate: true, autocreateTopics: false });
    } catch (error) {
      throw kafkaFailure(topic, error);
    }
  }

  private client(): StringProducer {
    return (this.producer ??= producerOf(this.settings));
  }

  private forget(): void {
    void this.close();
  }
}

function producerOf({ brokers, clientId, compression, tls, sasl }: KafkaSettings): StringProducer {
  return new Producer({
    clientId,
    bootstrapBrokers: [...brokers],
    serializers: stringSerializers,
    acks: ProduceAcks.ALL,
    compression,
    // As Java's clients do it, so that what others write under the same keys falls into the same partitions.
    partitioner: compatibilityPartitioner,
    autocreateTopics: false,
    repeatOnStaleMetadata: false,
    retries: 0,
    connectTimeout: CONNECT_MS,
    timeout: REPLICAS_MS,
    requestTimeout: ANSWER_MS,
    ...(tls && { tls: { ...tls } }),
    ...(sasl && { sasl: { ...sasl } }),
  });
}
