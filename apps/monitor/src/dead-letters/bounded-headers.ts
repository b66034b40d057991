/** Longest text of one header that is kept, in characters. */
const TEXT = 2_048;
/** Most entries of a table or list. */
const ENTRIES = 64;
const DEPTH = 6;
/** Most characters of all headers together, as JSON. */
const ALL = 64 * 1024;

/** Headers as plain JSON of a bounded size: they come from anybody, and are shown to people. */
export function boundedHeaders(headers: unknown): Record<string, unknown> {
  const bounded = bound(headers, 0);
  if (typeof bounded !== 'object' || bounded === null || Array.isArray(bounded)) return {};
  if (JSON.stringify(bounded).length <= ALL) return bounded as Record<string, unknown>;
  const kept: Record<string, unknown> = {};
  let characters = 0;
  for (const [name, value] of Object.entries(bounded)) {
    characters += name.length + JSON.stringify(value).length;
    kept[name] = characters > ALL ? '… [cut]' : value;
  }
  return kept;
}

function bound(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cut(value, TEXT);
  if (typeof value === 'bigint') return String(value);
  if (Buffer.isBuffer(value)) return { base64: cut(value.toString('base64'), TEXT) };
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (depth >= DEPTH) return '… [cut]';
  if (Array.isArray(value)) return value.slice(0, ENTRIES).map((inner) => bound(inner, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, ENTRIES)
      .map(([name, inner]) => [cut(name, 256), bound(inner, depth + 1)]),
  );
}

/** Text that PostgreSQL can store, of at most so many characters. */
export function cut(text: string, most: number): string {
  const shortened = text.length > most ? `${text.slice(0, most)}… [cut]` : text;
  return shortened.toWellFormed().replaceAll('\u0000', '\ufffd');
}
