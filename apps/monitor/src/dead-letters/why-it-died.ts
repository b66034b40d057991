import { catalogue, type TaskError, type TaskMessage } from '@celerity/contracts';
import { MalformedMessage } from '@celerity/messaging';
import { cut } from './bounded-headers.js';

/** Why a message is a dead letter. */
export interface Death {
  /** A word such as `malformed`, `unknown_task`, `rejected`, `delivery_limit`, `crashed`. */
  readonly cause: string;
  readonly error: TaskError;
  /** The broker's name of the queue it was in; null when nobody says. */
  readonly queue: string | null;
  /** How often it was tried, as far as the message says. */
  readonly attempts: number;
}

/** Headers of whoever gave the message up: a service of ours (`dead_*`), or the broker (`x-*`). */
export interface DeathHeaders {
  readonly dead_reason?: unknown;
  readonly dead_queue?: unknown;
  readonly dead_task_name?: unknown;
  readonly dead_attempts?: unknown;
  readonly dead_error?: unknown;
  readonly 'x-first-death-reason'?: unknown;
  readonly 'x-first-death-queue'?: unknown;
  readonly attempt?: unknown;
}

const ONE_WORD = /^[a-z][a-z0-9_]{0,63}$/;
const ERROR_TEXT = 4_096;

const SAID: Readonly<Record<string, string>> = {
  delivery_limit: 'it was delivered more often than the queue allows: whoever ran it died each time',
  expired: 'it waited in the queue longer than its time to live',
  maxlen: 'the queue was full',
  rejected: 'a worker rejected it',
};

/** Reads the cause from the headers, and where those say little from the message itself. */
export function whyItDied(headers: DeathHeaders, decoded: TaskMessage | MalformedMessage): Death {
  const reason = textOf(headers.dead_reason) ?? textOf(headers['x-first-death-reason']);
  const attempts = [headers.dead_attempts, headers.attempt].find(isCount) ?? 1;
  const queue = textOf(headers.dead_queue) ?? textOf(headers['x-first-death-queue']);
  const given = errorOf(headers.dead_error);
  const own = ownDeath(decoded);
  // A sentence in place of a word is what its writer found wrong with the message.
  const isWord = reason !== null && ONE_WORD.test(reason);
  const said = isWord && reason !== 'rejected' ? reason : (own?.cause ?? (isWord ? reason : 'rejected'));
  const sentence = reason !== null && !isWord ? cut(reason, ERROR_TEXT) : null;
  const error = given ??
    own?.error ?? { type: typeOf(said), message: sentence ?? SAID[said] ?? 'nothing says why' };
  return { cause: reason === null && own === null ? 'unknown' : said, error, queue, attempts };
}

/** What is wrong with the message, whoever gave it up. */
function ownDeath(decoded: TaskMessage | MalformedMessage): Pick<Death, 'cause' | 'error'> | null {
  if (decoded instanceof MalformedMessage) {
    const error = { type: 'MalformedMessage', message: cut(decoded.message, ERROR_TEXT) };
    return { cause: 'malformed', error };
  }
  if (catalogue.find(decoded.taskName)) return null;
  const message = `no task is called "${cut(decoded.taskName, 128)}" in this version`;
  return { cause: 'unknown_task', error: { type: 'UnknownTask', message } };
}

/** Workers send the error of the last attempt as JSON. */
function errorOf(header: unknown): TaskError | null {
  if (typeof header !== 'string') return null;
  try {
    const { type, message } = JSON.parse(header) as Partial<TaskError>;
    if (typeof type !== 'string' || typeof message !== 'string') return null;
    return { type: cut(type, 128), message: cut(message, ERROR_TEXT) };
  } catch {
    return null;
  }
}

/** `delivery_limit` → `DeliveryLimit`. */
function typeOf(cause: string): string {
  return cause.replaceAll(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 1_000_000;
}
