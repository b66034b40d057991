import type { QueueStats } from '@celerity/contracts';
import { sampleOf, withSample, type Sample } from './samples.js';

function queue(facts: Partial<QueueStats>): QueueStats {
  return {
    name: 'default',
    ready: 0,
    unacked: 0,
    delayed: 0,
    consumers: 1,
    dead_letters: 0,
    oldest_age_s: null,
    publish_rate: 0,
    ack_rate: 0,
    ...facts,
  };
}

it('adds the queues up, and takes the oldest age of all', () => {
  const queues = [
    queue({ ready: 2, unacked: 1, publish_rate: 1.5, ack_rate: 1, oldest_age_s: 4 }),
    queue({ ready: 3, oldest_age_s: 9, publish_rate: 0.5 }),
  ];
  expect(sampleOf(queues, 5_000)).toEqual({
    at: 5,
    acceptedRate: 2,
    endedRate: 1,
    waiting: 5,
    running: 1,
    oldestAgeS: 9,
  });
});

it('counts a queue that the broker could not be asked about as empty', () => {
  expect(sampleOf([queue({ ready: null })], 0)).toMatchObject({ waiting: 0, oldestAgeS: null });
});

it('keeps time going forward, and not more than a chart shows', () => {
  let samples: readonly Sample[] = [];
  for (let at = 1; at <= 1_000; at++) samples = withSample(samples, sampleOf([], at * 1_000));
  expect(samples).toHaveLength(450);
  expect(samples.at(-1)?.at).toBe(1_000);
  expect(withSample(samples, sampleOf([], 999_000))).toBe(samples);
});
