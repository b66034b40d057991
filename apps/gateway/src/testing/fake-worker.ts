import type { TaskEvent } from '@celerity/contracts';
import {
  type BrokerConnection,
  BrokerNames,
  JournalReader,
  JournalWriter,
  QueueConsumer,
} from '@celerity/messaging';

/** Consumes a queue as a worker does, without running anything, and says of revocations what a test wants. */
export class FakeWorker {
  private readonly consumer: QueueConsumer;
  private readonly reader: JournalReader;

  /** @param answer the events that follow a request; whether the task runs here, or null for silence */
  constructor(
    private readonly connection: BrokerConnection,
    names: BrokerNames,
    journal: JournalWriter,
    answer: (taskId: string) => { running: boolean; then?: TaskEvent } | null,
    worker = 'w1',
  ) {
    this.consumer = new QueueConsumer(connection, {
      queue: names.queue('default'),
      prefetch: 10,
      onDelivery: () => undefined,
    });
    this.reader = new JournalReader(connection, {
      journal: names.revocations,
      prefetch: 10,
      position: async () => 'next',
      onBatch: ({ events }, done) => {
        for (const event of events) {
          const said = event.type === 'revoke_requested' ? answer(event.task_id) : null;
          if (event.type !== 'revoke_requested' || !said) continue;
          const { task_id, at } = event;
          const { running, then } = said;
          journal.append({ type: 'revoke_acknowledged', task_id, at, worker, queues: ['default'], running });
          if (then) journal.append(then);
        }
        done();
      },
    });
  }

  async start(): Promise<void> {
    await this.reader.start();
  }

  get consuming(): boolean {
    return this.consumer.consuming;
  }

  async stop(): Promise<void> {
    this.connection.detach(this.consumer);
    this.connection.detach(this.reader);
    await this.consumer.close();
    await this.reader.stop();
  }
}
