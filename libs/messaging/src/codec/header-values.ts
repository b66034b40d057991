import { MalformedMessage } from './malformed-message.js';

/** @throws MalformedMessage when the header is there and no text. */
export function textHeader(value: unknown, header: string): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw new MalformedMessage(`header ${header} is no text`);
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
