const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1_000, 's'],
] as const;

/** How long something took: `34 ms`, `1.2 s`, `2 m 05 s`, `1 h 03 m`. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  if (minutes < 60) return `${minutes} m ${two(Math.floor((ms % 60_000) / 1_000))} s`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} m`;
}

/** How far an instant is away, in its largest unit: `5s`, `3h`; `in 5s` is to come. */
export function age(
  instant: string,
  now = Date.now(),
): { readonly text: string; readonly isFuture: boolean } {
  const ms = now - Date.parse(instant);
  const [size, unit] = UNITS.find(([unitMs]) => Math.abs(ms) >= unitMs) ?? [1_000, 's'];
  return { text: `${Math.floor(Math.abs(ms) / size)}${unit}`, isFuture: ms <= -1_000 };
}

/** A time of day on this machine's clock: `09:00:00`. */
export function clockTime(date: Date): string {
  return localTime(date.toISOString()).slice(11, 19);
}

/** An instant on this machine's clock, with its zone: `2030-01-31 09:00:00 +08:00`. */
export function localTime(instant: string): string {
  const date = new Date(instant);
  const offset = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + offset * 60_000).toISOString();
  const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0');
  const minutes = String(Math.abs(offset) % 60).padStart(2, '0');
  return `${local.slice(0, 10)} ${local.slice(11, 19)} ${offset < 0 ? '-' : '+'}${hours}:${minutes}`;
}
