/** Where instants stand on a line that goes from now, 0, to the last of them, 1. */
export function placesOf(times: readonly number[], now: number): readonly number[] {
  const span = Math.max((times.at(-1) ?? now) - now, 1);
  return times.map((time) => Math.max(0, Math.min(1, (time - now) / span)));
}
