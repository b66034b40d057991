const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
] as const;

/** A span of time as people read it: `3.2 ms`, `4.05 s`, `2 min 5 s`, `3 d 4 h`. */
export function spanOf(seconds: number): string {
  if (seconds < 0.9995) return `${trimmed(seconds * 1_000)} ms`;
  if (seconds < 59.95) return `${trimmed(seconds)} s`;
  let rest = Math.round(seconds);
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  if (rest > 0) parts.push(`${rest} s`);
  return parts.slice(0, 2).join(' ');
}

/** Three digits that say something. */
export function trimmed(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
