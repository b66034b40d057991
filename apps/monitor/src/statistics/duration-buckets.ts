/** Each bucket is wider than the one before by this factor, so that its middle is within one percent of all in it (two, with the rounding). */
const FACTOR = 1.02;
const LOG_FACTOR = Math.log(FACTOR);
/** Durations below a millisecond. */
const ZERO = -1;

/** The bucket of a duration in milliseconds. */
export function bucketOf(ms: number): number {
  return ms < 1 ? ZERO : Math.ceil(Math.log(ms) / LOG_FACTOR - 1e-9);
}

/** What a bucket stands for, in whole milliseconds, as durations are measured. */
export function durationOf(bucket: number): number {
  return bucket === ZERO ? 0 : Math.round((2 * FACTOR ** bucket) / (FACTOR + 1));
}

/** A bucket and how many durations are in it. */
export interface Bucket {
  readonly bucket: number;
  readonly runs: number;
}

/** The duration in milliseconds that the given share of all do not exceed; null when there are none. */
export function percentile(buckets: readonly Bucket[], share: number): number | null {
  const total = buckets.reduce((sum, { runs }) => sum + runs, 0);
  const rank = Math.ceil(total * share);
  let below = 0;
  for (const { bucket, runs } of [...buckets].sort((a, b) => a.bucket - b.bucket)) {
    below += runs;
    if (below >= rank) return durationOf(bucket);
  }
  return null;
}
