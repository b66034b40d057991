import type { TaskMessage } from '@celerity/contracts';
import type { MessageProperties } from 'amqplib';
import { decodeCelery, isCelery } from './celery-codec.js';
import type { EncodedTask } from './encoded-task.js';
import { MalformedMessage } from './malformed-message.js';
import { decodeNative, encodeNative } from './native-codec.js';

/** Far deeper than any argument may be, and far from what exhausts the stack when it is written again. */
const DEEPEST = 500;

export function encodeTask(message: TaskMessage): EncodedTask {
  return encodeNative(message);
}

/**
 * Decodes whatever arrives on a task queue, in either protocol.
 * @throws MalformedMessage when it is neither.
 */
export function decodeTask(content: Buffer, properties: MessageProperties): TaskMessage {
  const body = parseBody(content, properties);
  return isCelery(properties) ? decodeCelery(body, properties) : decodeNative(body, properties);
}

/** Both protocols carry `[args, kwargs, embed]`. */
function parseBody(content: Buffer, properties: MessageProperties): [unknown[], Record<string, unknown>] {
  if (properties.contentType !== 'application/json') {
    throw new MalformedMessage(`content type is "${String(properties.contentType)}", not application/json`);
  }
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch (error) {
    throw new MalformedMessage(`body is not JSON: ${(error as Error).message}`);
  }
  const [args, kwargs] = Array.isArray(body) ? (body as unknown[]) : [];
  if (!Array.isArray(args) || typeof kwargs !== 'object' || kwargs === null || Array.isArray(kwargs)) {
    throw new MalformedMessage('body is not [args, kwargs, embed]');
  }
  // Shorter ones cannot be so deep.
  if (content.length > 2 * DEEPEST && isDeeperThan(DEEPEST, body))
    throw new MalformedMessage(`body is nested deeper than ${DEEPEST} levels`);
  return [args as unknown[], kwargs as Record<string, unknown>];
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}
