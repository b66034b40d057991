import { randomUUID } from 'node:crypto';
import type { BarrierPassed, RevokeRequested } from '@celerity/contracts';
import type { Publisher } from '../publishing/publisher.js';
import type { BrokerNames } from '../topology/broker-names.js';

/** Writes the stream of revocations. Its messages look like the journal's: an array of events. */
export class RevocationPublisher {
  constructor(
    private readonly publisher: Publisher,
    private readonly names: BrokerNames,
  ) {
    publisher.expectStream(names.revocations);
  }

  /**
   * Resolves when every worker will hear of it, those that start later too. Saying it twice does no harm.
   * @throws as {@link Publisher.publish}
   */
  publish(request: RevokeRequested): Promise<void> {
    return this.write(request);
  }

  /**
   * Leaves a mark: who reads it has read everything written before.
   * @throws as {@link Publisher.publish}
   */
  mark(barrierId: string): Promise<void> {
    return this.write({ type: 'barrier', barrier_id: barrierId, at: new Date().toISOString() });
  }

  private write(event: RevokeRequested | BarrierPassed): Promise<void> {
    return this.publisher.publish({
      exchange: '',
      routingKey: this.names.revocations,
      content: Buffer.from(JSON.stringify([event])),
      properties: { messageId: randomUUID(), contentType: 'application/json' },
    });
  }
}
