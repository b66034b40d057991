/** Most bytes of one header, and of all together: the client cannot write more than 64 KiB of them. */
const ONE = 8 * 1024;
const ALL = 32 * 1024;
const DEPTH = 6;
/** Most names of left-out headers that are told. */
const NAMES = 1_024;

/**
 * The headers of a message from anywhere, as far as they can be written again: not everything that the broker delivers
 * can be (a number that is none, a date beyond the calendar, 100 KiB of them). What is left out is named.
 */
export function portableHeaders(headers: unknown): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  const leftOut: string[] = [];
  let bytes = 0;
  for (const [name, value] of Object.entries(headers ?? {})) {
    const size = isPortable(value, DEPTH) ? Buffer.byteLength(name + JSON.stringify(value)) : Infinity;
    if (size > ONE || bytes + size > ALL) leftOut.push(name);
    else {
      kept[name] = value;
      bytes += size;
    }
  }
  return leftOut.length === 0 ? kept : { ...kept, dead_headers_left_out: leftOut.join(', ').slice(0, NAMES) };
}

function isPortable(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Buffer.isBuffer(value)) return true;
  if (depth === 0) return false;
  if ((value as { '!'?: unknown })['!'] === 'timestamp') {
    return Number.isSafeInteger((value as { value?: unknown }).value);
  }
  return Object.values(value).every((inner) => isPortable(inner, depth - 1));
}
