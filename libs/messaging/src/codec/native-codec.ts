import { DEFAULT_PRIORITY, HIGHEST_PRIORITY, isTaskId, type TaskMessage } from '@celerity/contracts';
import type { MessageProperties } from 'amqplib';
import { taskNameOf, textHeader, wholeNumberHeader } from './header-values.js';
import { MalformedMessage } from './malformed-message.js';
import type { EncodedTask } from './encoded-task.js';
import { wasMoved } from './moved-message.js';

/** Headers of the native protocol. A header is there only when it says something. */
interface NativeHeaders {
  attempt?: number;
  root?: string;
  parent?: string;
  expires?: string;
  max_retries?: number;
  soft_ms?: number;
  hard_ms?: number;
  traceparent?: string;
  dup?: boolean;
  crashes?: number;
  unknown_since?: string;
}

export function encodeNative(message: TaskMessage): EncodedTask {
  const headers: NativeHeaders = {};
  if (message.attempt > 1) headers.attempt = message.attempt;
  if (message.rootId !== message.taskId) headers.root = message.rootId;
  if (message.parentId) headers.parent = message.parentId;
  if (message.expires) headers.expires = message.expires;
  if (message.maxRetries !== null) headers.max_retries = message.maxRetries;
  if (message.softLimitMs !== null) headers.soft_ms = message.softLimitMs;
  if (message.hardLimitMs !== null) headers.hard_ms = message.hardLimitMs;
  if (message.traceparent) headers.traceparent = message.traceparent;
  if (message.possibleDuplicate) headers.dup = true;
  if (message.crashesBefore !== undefined) headers.crashes = message.crashesBefore;
  if (message.unknownSince !== undefined) headers.unknown_since = message.unknownSince;
  return {
    content: Buffer.from(JSON.stringify([message.args, message.kwargs, {}])),
    properties: {
      messageId: message.taskId,
      type: message.taskName,
      contentType: 'application/json',
      persistent: true,
      ...(message.priority === DEFAULT_PRIORITY ? {} : { priority: message.priority }),
      headers,
    },
  };
}

export function decodeNative(
  [args, kwargs]: [unknown[], Record<string, unknown>],
  properties: MessageProperties,
): TaskMessage {
  const taskId: unknown = properties.messageId;
  if (typeof taskId !== 'string' || !isTaskId(taskId))
    throw new MalformedMessage('message_id is not a task id');
  const headers = (properties.headers ?? {}) as NativeHeaders;
  const crashes = wholeNumberHeader(headers.crashes, 'crashes');
  const unknownSince = textHeader(headers.unknown_since, 'unknown_since');
  return {
    // Whoever asks for one by its id writes it so.
    taskId: taskId.toLowerCase(),
    taskName: taskNameOf(properties.type, 'type'),
    args,
    kwargs,
    attempt: wholeNumberHeader(headers.attempt, 'attempt', 1) ?? 1,
    priority: Math.min(
      wholeNumberHeader(properties.priority, 'priority') ?? DEFAULT_PRIORITY,
      HIGHEST_PRIORITY,
    ),
    rootId: textHeader(headers.root, 'root') ?? taskId.toLowerCase(),
    parentId: textHeader(headers.parent, 'parent'),
    expires: textHeader(headers.expires, 'expires'),
    maxRetries: wholeNumberHeader(headers.max_retries, 'max_retries'),
    softLimitMs: wholeNumberHeader(headers.soft_ms, 'soft_ms'),
    hardLimitMs: wholeNumberHeader(headers.hard_ms, 'hard_ms'),
    traceparent: textHeader(headers.traceparent, 'traceparent'),
    possibleDuplicate: headers.dup === true || wasMoved(properties),
    ...(crashes === null ? {} : { crashesBefore: crashes }),
    ...(unknownSince === null ? {} : { unknownSince }),
  };
}
