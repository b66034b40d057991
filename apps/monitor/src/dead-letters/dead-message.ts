import { createHash, randomUUID } from 'node:crypto';
import { catalogue, isTaskId, type TaskError, type TaskMessage } from '@celerity/contracts';
import { decodeTask, MalformedMessage, type BrokerNames, type Delivery } from '@celerity/messaging';
import { boundedHeaders, cut } from './bounded-headers.js';
import { whyItDied, type DeathHeaders } from './why-it-died.js';

/** A dead letter as it came, ready to be stored. */
export interface DeadMessage {
  /** The same for a message that is delivered again, and for no other. */
  readonly fingerprint: string;
  readonly task_id: string | null;
  readonly task_name: string | null;
  readonly queue: string;
  readonly cause: string;
  readonly attempts: number;
  readonly last_error: TaskError;
  readonly content_type: string | null;
  readonly headers: Record<string, unknown>;
  readonly body: Buffer;
  readonly size_bytes: number;
  readonly message: TaskMessage | null;
}

/** Largest body that is kept whole; no task of ours is larger. */
const WHOLE_BODY = 1024 * 1024;
/** What is kept of a larger one, for people to look at. */
const BODY_BEGINNING = 64 * 1024;

/** Reads whatever arrived, however malformed. Never throws. */
export function deadMessageOf(delivery: Delivery, names: BrokerNames): DeadMessage {
  const { content, properties } = delivery;
  const headers: DeathHeaders & { id?: unknown; task?: unknown } = properties.headers ?? {};
  const decoded = decode(delivery);
  const message = decoded instanceof MalformedMessage ? null : decoded;
  const { cause, error, queue, attempts } = whyItDied(headers, decoded);
  const whole = content.length <= WHOLE_BODY;
  const task_id = message?.taskId ?? taskIdIn([properties.messageId, headers.id]);
  return {
    fingerprint: fingerprintOf(delivery, task_id),
    task_id: task_id?.toLowerCase() ?? null,
    task_name: nameIn([message?.taskName, headers.dead_task_name, properties.type, headers.task]),
    queue: shortName(queue ?? delivery.queue, names),
    cause,
    attempts: Math.max(attempts, message?.attempt ?? 1),
    last_error: error,
    content_type: typeof properties.contentType === 'string' ? cut(properties.contentType, 256) : null,
    headers: boundedHeaders(properties.headers),
    body: whole ? content : content.subarray(0, BODY_BEGINNING),
    size_bytes: content.length,
    message: whole ? message : null,
  };
}

function decode({ content, properties }: Delivery): TaskMessage | MalformedMessage {
  try {
    return decodeTask(content, properties);
  } catch (error) {
    return error instanceof MalformedMessage ? error : new MalformedMessage((error as Error).message);
  }
}

/**
 * With a task id, the same message is the same dead letter however often it comes. Without one, twins cannot be
 * told apart, so only a message that the broker marks as redelivered is looked for among those stored.
 */
function fingerprintOf({ content, properties, redelivered }: Delivery, taskId: string | null): string {
  const hash = createHash('sha256').update(content);
  if (taskId !== null) {
    const { attempt = 1 } = (properties.headers ?? {}) as { attempt?: unknown };
    return hash.update(JSON.stringify(['task', taskId, String(attempt)])).digest('base64url');
  }
  const { 'x-delivery-count': _, ...stable } = (properties.headers ?? {}) as Record<string, unknown>;
  const { messageId, type, contentType } = properties as unknown as Record<string, unknown>;
  const twin = hash.update(JSON.stringify([messageId, type, contentType, stable])).digest('base64url');
  return redelivered ? twin : `${twin}:${randomUUID()}`;
}

function taskIdIn(candidates: readonly unknown[]): string | null {
  return candidates.find((value): value is string => typeof value === 'string' && isTaskId(value)) ?? null;
}

function nameIn(candidates: readonly unknown[]): string | null {
  const name = candidates.find((value): value is string => typeof value === 'string' && value !== '');
  return name === undefined ? null : (catalogue.find(name)?.name ?? cut(name, 128));
}

/** `<prefix>.q.finance` is `finance` to people. */
function shortName(queue: string, { prefix }: BrokerNames): string {
  for (const beginning of [`${prefix}.q.`, `${prefix}.`])
    if (queue.startsWith(beginning)) return cut(queue.slice(beginning.length), 128);
  return cut(queue, 128);
}
