/** Deepest nesting of arguments and results. */
export const MAX_JSON_DEPTH = 32;
/** Most bytes of arguments on the wire. */
export const MAX_ARGUMENT_BYTES = 512 * 1024;
/** Most bytes of a result. */
export const MAX_RESULT_BYTES = 1024 * 1024;

const POLLUTING = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Finds what must not travel in a JSON value: keys that could pollute a prototype, nesting that could
 * exhaust a stack, characters that PostgreSQL cannot store. Returns the path and reason, or null.
 */
export function unsafeJson(
  value: unknown,
  path: string,
  depth = 0,
): { field: string; message: string } | null {
  if (typeof value === 'string') {
    return value.includes('\u0000') ? { field: path, message: 'must not contain a NUL character' } : null;
  }
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return { field: path, message: 'is a whole number too large to be kept exactly; send it as a string' };
  }
  if (typeof value !== 'object' || value === null) return null;
  if (depth >= MAX_JSON_DEPTH)
    return { field: path, message: `is nested deeper than ${MAX_JSON_DEPTH} levels` };
  for (const key of Object.keys(value)) {
    const at = `${path}.${key}`;
    if (POLLUTING.has(key)) return { field: at, message: 'is not a permitted name' };
    if (key.includes('\u0000')) return { field: path, message: 'must not contain a NUL character in a name' };
    const found = unsafeJson((value as Record<string, unknown>)[key], at, depth + 1);
    if (found) return found;
  }
  return null;
}
