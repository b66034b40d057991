import { isFamily, type TaskMessage } from '@celerity/contracts';
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

/** @throws MalformedMessage when it is no task, says no time, or could be sent to no queue. */
export function decodeDelayed(content: Buffer, properties: MessageProperties): DelayedTask {
  const due: unknown = (properties.headers as { due?: unknown } | undefined)?.due;
  const dueAt = new Date(typeof due === 'string' ? due : Number.NaN);
  if (Number.isNaN(dueAt.getTime())) throw new MalformedMessage('header due is not an instant');
  const message = decodeTask(content, properties);
  // It would wait here for a queue until the end of days.
  if (!isFamily(message.taskName.split('.', 1)[0] ?? ''))
    throw new MalformedMessage(`no queue takes "${message.taskName}" when it is due`);
  return { message, dueAt };
}
