import type { QueueStats } from '@celerity/contracts';

/** What the queues looked like at one moment, all together. */
export interface Sample {
  /** Seconds since 1970. */
  readonly at: number;
  readonly acceptedRate: number;
  readonly endedRate: number;
  readonly waiting: number;
  readonly running: number;
  /** Seconds; null when nothing waits. */
  readonly oldestAgeS: number | null;
}

const MOST_SAMPLES = 450;

export function sampleOf(queues: readonly QueueStats[], now: number): Sample {
  const sum = (of: (queue: QueueStats) => number | null) =>
    queues.reduce((total, queue) => total + (of(queue) ?? 0), 0);
  const ages = queues.flatMap(({ oldest_age_s }) => (oldest_age_s === null ? [] : [oldest_age_s]));
  return {
    at: now / 1_000,
    acceptedRate: sum(({ publish_rate }) => publish_rate),
    endedRate: sum(({ ack_rate }) => ack_rate),
    waiting: sum(({ ready }) => ready),
    running: sum(({ unacked }) => unacked),
    oldestAgeS: ages.length > 0 ? Math.max(...ages) : null,
  };
}

/** The samples with one more, the oldest dropped beyond what a chart shows. */
export function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last && sample.at <= last.at) return samples;
  return [...samples.slice(1 - MOST_SAMPLES), sample];
}
