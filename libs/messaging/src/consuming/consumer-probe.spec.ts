import type { Channel } from 'amqplib';
import { ConsumerProbe } from './consumer-probe.js';

/** A channel that answers late, over a link that meanwhile brings other bytes. */
const slowChannel = { checkQueue: () => new Promise(() => undefined) } as unknown as Channel;
const belief = () => ({ taken: 0, hasRoom: true });

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

it('waits on for an answer behind deliveries, and not behind heartbeats', async () => {
  let bytes = 0;
  let perTick = 2_000;
  let verdict: string | null | undefined;
  const probe = new ConsumerProbe(slowChannel, 'q', belief, 1_000, () => (bytes += perTick));
  void probe.ask().then((said) => (verdict = said));
  await jest.advanceTimersByTimeAsync(60_000);
  expect(verdict).toBeUndefined();
  perTick = 8;
  await jest.advanceTimersByTimeAsync(1_200);
  expect(verdict).toMatch(/no answer/);
});
