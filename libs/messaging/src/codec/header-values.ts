import { MalformedMessage } from './malformed-message.js';

/** Longest text of one header, in characters; ours are far shorter. */
const LONGEST_TEXT = 1_024;
/** Longest name of a task: a routing key, which holds it, has at most 255 bytes. */
const LONGEST_NAME_BYTES = 200;

/** @throws MalformedMessage when the header is there and no text, or too long to be sent on. */
export function textHeader(value: unknown, header: string): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw new MalformedMessage(`header ${header} is no text`);
  if (value.length > LONGEST_TEXT)
    throw new MalformedMessage(`header ${header} is longer than ${LONGEST_TEXT} characters`);
  return value;
}

/** @throws MalformedMessage when it names no task, or could not be routed. */
export function taskNameOf(value: unknown, where: string): string {
  if (typeof value !== 'string' || value === '') throw new MalformedMessage(`${where} names no task`);
  if (Buffer.byteLength(value) > LONGEST_NAME_BYTES)
    throw new MalformedMessage(`${where} is longer than ${LONGEST_NAME_BYTES} bytes: no task is called so`);
  return value;
}

/** @throws MalformedMessage when the header is there and no whole number of at least `least`. */
export function wholeNumberHeader(value: unknown, header: string, least = 0): number | null {
  if (value === undefined || value === null) return null;
  if (!Number.isSafeInteger(value) || (value as number) < least) {
    throw new MalformedMessage(`header ${header} is not a whole number from ${least}`);
  }
  return value as number;
}
