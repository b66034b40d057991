import { bucketOf, durationOf, percentile } from './duration-buckets.js';

it('is exact below 50 ms and within two percent up to half an hour', () => {
  for (let ms = 0; ms < 50; ms += 1) expect(durationOf(bucketOf(ms))).toBe(ms);
  for (let ms = 50; ms <= 1_800_000; ms = Math.ceil(ms * 1.003)) {
    expect(Math.abs(durationOf(bucketOf(ms)) - ms) / ms).toBeLessThan(0.02);
  }
});

it('finds percentiles', () => {
  const buckets = Array.from({ length: 100 }, (_, n) => ({
    bucket: bucketOf((n + 1) * 100),
    runs: 1,
  })).reverse();
  for (const [share, ms] of [
    [0.5, 5_000],
    [0.95, 9_500],
    [0.99, 9_900],
  ] as const) {
    expect(Math.abs((percentile(buckets, share) ?? 0) - ms) / ms).toBeLessThan(0.02);
  }
  expect(percentile([{ bucket: bucketOf(7), runs: 1 }], 0.5)).toBe(7);
  expect(percentile([], 0.5)).toBeNull();
});
