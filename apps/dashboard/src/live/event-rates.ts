import { hasEnded } from '@celerity/client';
import type { StreamedEvent } from '@celerity/contracts';

/** How much happened in one second. */
export interface EventRate {
  /** Seconds since 1970. */
  readonly at: number;
  readonly accepted: number;
  readonly ended: number;
}

export const MOST_RATES = 450;

/** Counts what the stream tells, second by second. */
export class EventRates {
  private rates: readonly EventRate[] = [];
  private accepted = 0;
  private ended = 0;
  private since: number | null = null;

  count({ type, status }: StreamedEvent): void {
    if (type === 'accepted') this.accepted += 1;
    else if (status !== null && hasEnded({ status })) this.ended += 1;
  }

  /** The rates of the seconds that are over; the same ones until another is. `now` is in milliseconds. */
  until(now: number): readonly EventRate[] {
    this.since ??= now;
    const passedS = (now - this.since) / 1_000;
    if (passedS < 1) return this.rates;
    const rate = { at: now / 1_000, accepted: this.accepted / passedS, ended: this.ended / passedS };
    this.pause();
    this.since = now;
    this.rates = [...this.rates.slice(1 - MOST_RATES), rate];
    return this.rates;
  }

  /** The rest of this second is missed, and a rate of a part of it would be wrong. */
  pause(): void {
    this.accepted = 0;
    this.ended = 0;
    this.since = null;
  }
}
