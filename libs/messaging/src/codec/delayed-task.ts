import type { TaskMessage } from '@celerity/contracts';
import type { MessageProperties } from 'amqplib';
import { MalformedMessage } from './malformed-message.js';
import type { EncodedTask } from './encoded-task.js';
import { decodeTask, encodeTask } from './task-codec.js';

/** A task that waits in the timers queue, and then in beat's table, until it is due. */
export interface DelayedTask {
  readonly message: TaskMessage;
  readonly dueAt: Date;
}

export function encodeDelayed({ message, dueAt }: DelayedTask): EncodedTask {
  const { content, properties } = encodeTask(message);
  return {
    content,
    properties: { ...properties, headers: { ...properties.headers, due: dueAt.toISOString() } },
  };
}

/** @throws MalformedMessage when it is no task, or says no time. */
export function decodeDelayed(content: Buffer, properties: MessageProperties): DelayedTask {
  const due: unknown = (properties.headers as { due?: unknown } | undefined)?.due;
  const dueAt = new Date(typeof due === 'string' ? due : Number.NaN);
  if (Number.isNaN(dueAt.getTime())) throw new MalformedMessage('header due is not an instant');
  return { message: decodeTask(content, properties), dueAt };
}
