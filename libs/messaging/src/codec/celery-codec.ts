import { isTaskId, type TaskMessage } from '@celerity/contracts';
import type { MessageProperties } from 'amqplib';
import { MalformedMessage } from './malformed-message.js';

/**
 * Celery's message protocol, version 2, so that a Python client can send to our exchange.
 * Source: docs.celeryq.dev, "Message Protocol".
 */
interface CeleryHeaders {
  task: string;
  id: string;
  root_id?: string | null;
  parent_id?: string | null;
  retries?: number;
  expires?: string | null;
  timelimit?: [hard: number | null, soft: number | null];
}

export function isCelery(properties: MessageProperties): boolean {
  return typeof (properties.headers as Partial<CeleryHeaders> | undefined)?.task === 'string';
}

export function decodeCelery(
  [args, kwargs]: [unknown[], Record<string, unknown>],
  properties: MessageProperties,
): TaskMessage {
  const headers = properties.headers as unknown as CeleryHeaders;
  if (typeof headers.id !== 'string' || !isTaskId(headers.id)) {
    throw new MalformedMessage('header id is not a task id');
  }
  const [hard, soft] = headers.timelimit ?? [null, null];
  return {
    taskId: headers.id,
    taskName: headers.task,
    args,
    kwargs,
    attempt: (headers.retries ?? 0) + 1,
    rootId: headers.root_id ?? headers.id,
    parentId: headers.parent_id ?? null,
    expires: headers.expires ?? null,
    maxRetries: null,
    softLimitMs: soft === null ? null : soft * 1000,
    hardLimitMs: hard === null ? null : hard * 1000,
    traceparent: null,
    possibleDuplicate: false,
  };
}
