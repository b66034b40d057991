import { randomUUID } from 'node:crypto';
import type { TaskError } from '@celerity/contracts';
import type { Delivery } from '../consuming/delivery.js';
import type { Publisher } from '../publishing/publisher.js';
import type { BrokerNames } from '../topology/broker-names.js';
import { portableHeaders } from './portable-headers.js';

/** Why a message is given up. */
export interface Death {
  /** One word for machines (`malformed`, `unknown_task`, `crashed`), or what its writer found wrong with it. */
  readonly reason: string;
  readonly taskName?: string;
  /** How often it was tried. */
  readonly attempts?: number;
  readonly error?: TaskError;
}

/** Longest error text in a header; the whole of it is in the journal. */
const ERROR_TEXT = 2_048;

/** Puts messages that can never run where people look for what failed, with headers that say why. */
export class DeadLetters {
  constructor(
    private readonly publisher: Publisher,
    private readonly names: BrokerNames,
  ) {}

  /**
   * Resolves when the broker has it in the dead letters; the delivery is to be acked only then.
   * @throws as {@link Publisher.publish}
   */
  async bury({ content, properties, queue }: Delivery, death: Death): Promise<void> {
    const { contentType, contentEncoding, type, headers, correlationId, timestamp } = properties;
    const messageId: unknown = properties.messageId;
    await this.publisher.publish({
      exchange: '',
      routingKey: this.names.dead,
      content,
      properties: {
        // Not a UUID: nobody must take it for the id of a task.
        messageId: typeof messageId === 'string' && messageId !== '' ? messageId : `none:${randomUUID()}`,
        contentType,
        contentEncoding,
        type,
        correlationId,
        ...(Number.isSafeInteger(timestamp) ? { timestamp } : {}),
        headers: { ...portableHeaders(headers), ...headersOf(death), dead_queue: queue },
      },
    });
  }
}

function headersOf({ reason, taskName, attempts, error }: Death): Record<string, unknown> {
  return {
    dead_reason: reason,
    ...(taskName === undefined ? {} : { dead_task_name: taskName }),
    ...(attempts === undefined ? {} : { dead_attempts: attempts }),
    ...(error === undefined
      ? {}
      : { dead_error: JSON.stringify({ type: error.type, message: error.message.slice(0, ERROR_TEXT) }) }),
  };
}
