import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { BridgeLeadership } from '../bridging/bridge-leadership.js';
import { KafkaTopic } from '../kafka/kafka-topic.js';

/** Ends the bridging before what it needs; the connections to broker and database close after it. */
@Injectable()
export class OrderlyStop implements BeforeApplicationShutdown {
  constructor(
    private readonly leadership: BridgeLeadership,
    private readonly topic: KafkaTopic,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.leadership.stop();
    await this.topic.close();
  }
}
