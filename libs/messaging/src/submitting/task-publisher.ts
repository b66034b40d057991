import type { Family, TaskMessage } from '@celerity/contracts';
import { encodeDelayed, type DelayedTask } from '../codec/delayed-task.js';
import type { EncodedTask } from '../codec/encoded-task.js';
import { encodeTask } from '../codec/task-codec.js';
import type { Publisher } from '../publishing/publisher.js';
import type { BrokerNames } from '../topology/broker-names.js';

/** Puts task messages where they belong: into their family's queue, or into the timers until they are due. */
export class TaskPublisher {
  constructor(
    private readonly publisher: Publisher,
    private readonly names: BrokerNames,
  ) {}

  /** As {@link Publisher.refusal}. */
  get refusal(): string | null {
    return this.publisher.refusal;
  }

  /**
   * Straight into its queue: a topic exchange costs the broker a sixth of all that it does for a task.
   * @throws as {@link Publisher.publish}
   */
  publish(message: TaskMessage): Promise<void> {
    return this.send(this.names.queueFor(message), encodeTask(message), message.taskId);
  }

  /** @throws as {@link Publisher.publish} */
  delay(task: DelayedTask): Promise<void> {
    return this.send(this.names.timers, encodeDelayed(task), task.message.taskId);
  }

  /** Into the quarantine of its family. @throws as {@link Publisher.publish} */
  quarantine(message: TaskMessage, family: Family): Promise<void> {
    return this.send(this.names.quarantine(family), encodeTask(message), message.taskId);
  }

  private send(queue: string, task: EncodedTask, messageId: string): Promise<void> {
    return this.publisher.publish({
      exchange: '',
      routingKey: queue,
      content: task.content,
      properties: { ...task.properties, messageId },
    });
  }
}
