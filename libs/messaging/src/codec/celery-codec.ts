import { DEFAULT_PRIORITY, HIGHEST_PRIORITY, isTaskId, type TaskMessage } from '@celerity/contracts';
import type { MessageProperties } from 'amqplib';
import { taskNameOf, textHeader, wholeNumberHeader } from './header-values.js';
import { MalformedMessage } from './malformed-message.js';
import { wasMoved } from './moved-message.js';

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
  const taskId = headers.id.toLowerCase();
  const [hard, soft] = timeLimits(headers.timelimit);
  return {
    taskId,
    taskName: taskNameOf(headers.task, 'header task'),
    args,
    kwargs,
    attempt: (wholeNumberHeader(headers.retries, 'retries') ?? 0) + 1,
    priority: priorityOf(properties),
    rootId: textHeader(headers.root_id, 'root_id') ?? taskId,
    parentId: textHeader(headers.parent_id, 'parent_id'),
    expires: textHeader(headers.expires, 'expires'),
    maxRetries: null,
    softLimitMs: milliseconds(soft),
    hardLimitMs: milliseconds(hard),
    traceparent: null,
    possibleDuplicate: wasMoved(properties),
  };
}

/** A Python client that names no priority sends 0; one from 1 up was chosen, and may go beyond our scale. */
function priorityOf({ priority }: MessageProperties): number {
  const chosen = wholeNumberHeader(priority, 'priority') ?? 0;
  return chosen === 0 ? DEFAULT_PRIORITY : Math.min(chosen, HIGHEST_PRIORITY);
}

function timeLimits(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new MalformedMessage('header timelimit is not [hard, soft]');
  return value as unknown[];
}

/** Celery gives seconds, with fractions; ours are whole, as the retry's header must be. */
function milliseconds(seconds: unknown): number | null {
  if (seconds === undefined || seconds === null) return null;
  return wholeNumberHeader(typeof seconds === 'number' ? Math.round(seconds * 1000) : seconds, 'timelimit');
}
