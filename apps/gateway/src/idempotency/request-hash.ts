import { createHash } from 'node:crypto';

/** Fingerprint of what a request asks for. The order of fields makes no difference: to the task it makes none. */
export function requestHash(...asked: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(asked, sortedFields)).digest('hex');
}

function sortedFields(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
