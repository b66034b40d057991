const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/** Wait before a timer that could not be published is claimed again, after so many claims. */
export function postponement(claims: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(claims - 1, 16));
}
