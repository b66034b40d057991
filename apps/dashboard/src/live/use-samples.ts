import type { QueueStats } from '@celerity/contracts';
import { useEffect, useState } from 'react';
import { type Sample, sampleOf, withSample } from './samples.js';

/** Samples since the page was opened, one for each answer about the queues. */
export function useSamples(queues: readonly QueueStats[] | undefined, askedAt: number): readonly Sample[] {
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  useEffect(() => {
    if (queues) setSamples((before) => withSample(before, sampleOf(queues, askedAt)));
  }, [queues, askedAt]);
  return samples;
}
