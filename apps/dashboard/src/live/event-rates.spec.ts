import type { StreamedEvent } from '@celerity/contracts';
import { EventRates, MOST_RATES } from './event-rates.js';

const event = (type: string, status: string | null) => ({ type, status }) as StreamedEvent;

it('tells how many tasks were accepted and ended in each second', () => {
  const counter = new EventRates();
  const none = counter.until(10_000);
  for (const one of [
    event('accepted', 'PENDING'),
    event('started', 'STARTED'),
    event('succeeded', 'SUCCESS'),
    event('failed', 'FAILURE'),
  ])
    counter.count(one);
  expect(counter.until(10_900)).toBe(none);
  const [rate] = counter.until(12_000);
  expect(rate).toEqual({ at: 12, accepted: 0.5, ended: 1 });
});

it('tells no rate of a second in which the stream was away', () => {
  const counter = new EventRates();
  counter.until(0);
  counter.count(event('accepted', 'PENDING'));
  counter.pause();
  expect(counter.until(5_000)).toEqual([]);
  expect(counter.until(6_000)).toEqual([{ at: 6, accepted: 0, ended: 0 }]);
});

it('keeps what a chart shows', () => {
  const counter = new EventRates();
  for (let second = 0; second < 1_000; second++) counter.until(second * 1_000);
  const rates = counter.until(999_000);
  expect(rates).toHaveLength(MOST_RATES);
  expect(rates.at(-1)).toEqual({ at: 999, accepted: 0, ended: 0 });
});
