import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { JournalBatch, StreamReset } from '@celerity/contracts';
import { type BrokerConnection, BrokerNames, JournalReader } from '@celerity/messaging';
import { CONSUME_CONNECTION } from '@celerity/service';
import { EventFeed } from './event-feed.js';
import { type EventPlace, isAfter } from './event-place.js';
import type { EventStream } from './event-stream.js';

/** Further back in the journal, a snapshot is cheaper. */
const MOST_BATCHES = 10_000;
/** Longest time for one passage. */
const LONGEST_MS = 30_000;
/** A stream that takes nothing for so long is cut, since others wait with it. */
const LONGEST_PAUSE_MS = 5_000;
const PREFETCH = 20;
/** The broker itself uses up an offset at each segment's end. */
const BROKERS_OWN = 16;

interface Passenger {
  readonly stream: EventStream;
  after: EventPlace;
  readonly arrive: (how: 'joined' | StreamReset['reason']) => void;
}

/**
 * Takes streams from a place in the journal to its tail, where they join the feed with nothing missing. One
 * reader takes all that wait together: a gateway that has just started meets all its clients at once.
 */
@Injectable()
export class JournalReplay implements OnModuleDestroy {
  private readonly logger = new Logger('EventStreams');
  private waiting: Passenger[] = [];
  private running = false;
  private closing = false;

  constructor(
    @Inject(CONSUME_CONNECTION) private readonly connection: BrokerConnection,
    private readonly names: BrokerNames,
    private readonly feed: EventFeed,
  ) {}

  /** Resolves when the stream has joined the feed, or says why it cannot from there. Call `feed.acquire` first. */
  join(stream: EventStream, after: EventPlace): Promise<'joined' | StreamReset['reason']> {
    const position = this.feed.position ?? 0;
    // A snapshot's place is before the first event after it, which may not be written yet.
    if (after.offset > position + (after.index === 0 ? 1 : 0)) return Promise.resolve('unknown_event');
    if (this.feed.join(stream, after)) return Promise.resolve('joined');
    if (position - after.offset > MOST_BATCHES) return Promise.resolve('too_far_back');
    const { promise, resolve } = Promise.withResolvers<'joined' | StreamReset['reason']>();
    this.waiting.push({ stream, after, arrive: resolve });
    if (!this.running) void this.run();
    return promise;
  }

  onModuleDestroy(): void {
    this.closing = true;
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.waiting.length > 0) {
      const passengers = new Set(this.waiting.splice(0));
      await this.carry(passengers).catch((error: unknown) =>
        this.logger.warn(`a replay ended: ${String(error)}`),
      );
      for (const { arrive } of passengers) arrive('took_too_long');
    }
    this.running = false;
  }

  /** Passengers leave the set as they arrive. */
  private async carry(passengers: Set<Passenger>): Promise<void> {
    const { promise: over, resolve: finish, reject } = Promise.withResolvers<void>();
    let next = Math.min(...[...passengers].map(({ after }) => after.offset));
    let first = true;
    let order = Promise.resolve();
    const reader = new JournalReader(this.connection, {
      journal: this.names.journal,
      prefetch: PREFETCH,
      position: async () => next,
      onBatch: (batch, done) => {
        order = order
          .then(async () => {
            if (first) leaveBehind(passengers, batch.offset);
            first = false;
            await this.pass(batch, passengers);
            next = batch.offset + 1;
            done();
            if (passengers.size === 0 || this.closing) finish();
          })
          .catch(reject);
      },
    });
    const timer = setTimeout(finish, LONGEST_MS);
    try {
      await reader.start();
      await over;
    } finally {
      clearTimeout(timer);
      this.connection.detach(reader);
      await reader.stop();
    }
  }

  private async pass(batch: JournalBatch, passengers: Set<Passenger>): Promise<void> {
    const events = await this.feed.show(
      batch,
      [...passengers].some(({ stream }) => stream.taskId === null),
    );
    const end = { offset: batch.offset, index: batch.events.length };
    await Promise.all(
      [...passengers].map(async (passenger) => {
        const { stream, after } = passenger;
        stream.receive(events.filter(({ place }) => isAfter(place, after)));
        await takenInTime(stream);
        if (isAfter(end, after)) passenger.after = end;
      }),
    );
    // Without a pause from here on, so that no batch is told in between.
    for (const passenger of passengers) {
      if (!passenger.stream.ended && !this.feed.join(passenger.stream, passenger.after)) continue;
      passengers.delete(passenger);
      passenger.arrive('joined');
    }
  }
}

/** The journal does not hold any more what these ask for. */
function leaveBehind(passengers: Set<Passenger>, offset: number): void {
  for (const passenger of passengers) {
    if (offset - passenger.after.offset <= BROKERS_OWN) continue;
    passengers.delete(passenger);
    passenger.arrive('too_far_back');
  }
}

async function takenInTime(stream: EventStream): Promise<void> {
  const timer = setTimeout(() => {
    stream.cut = true;
    stream.readable.destroy();
  }, LONGEST_PAUSE_MS);
  await stream.taken();
  clearTimeout(timer);
}
