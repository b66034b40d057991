import type { Channel } from 'amqplib';

/** What we believe of a consumer at one moment. */
export interface ConsumerBelief {
  /** Deliveries taken since the consumer began. */
  readonly taken: number;
  /** It holds less than it may hold, so that the broker has no reason to keep a message back. */
  readonly hasRoom: boolean;
}

/** The time to answer is counted in ticks that this process was able to make: its own pauses are not the broker's. */
const TICKS = 10;
/** Bytes a tick above which the answer may be on its way behind deliveries; heartbeats are less. */
const BUSY_BYTES = 1_024;

/**
 * Compares what the broker says of one consumer with what we believe. Asked on the consumer's own channel, so that an
 * answer proves it as well; needs no plugin.
 */
export class ConsumerProbe {
  /** What was wrong when asked last. Once may be chance, such as a message that has just come. */
  private suspicion: { readonly text: string; readonly taken: number } | null = null;

  constructor(
    private readonly channel: Channel,
    private readonly queue: string,
    private readonly belief: () => ConsumerBelief,
    private readonly timeoutMs: number,
    /** Bytes that have come over the channel's connection. */
    private readonly received: () => number,
  ) {}

  /** Null when all agrees or a suspicion is new, else what the broker does not do that we believe it does. */
  async ask(): Promise<string | null> {
    const answer = await this.inTime(this.channel.checkQueue(this.queue));
    if (answer === null) return `no answer on the channel that consumes ${this.queue}`;
    const { taken, hasRoom } = this.belief();
    const before = this.suspicion;
    this.suspicion = null;
    const text = suspicionOf(answer.consumerCount, answer.messageCount, hasRoom);
    if (text === null) return null;
    if (before?.taken === taken) return `${text} ${this.queue}`;
    this.suspicion = { text, taken };
    return null;
  }

  /** Null when the time is over first. */
  private async inTime<T>(answer: Promise<T>): Promise<T | null> {
    let left = TICKS;
    let received = this.received();
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<null>((resolve) => {
      timer = setInterval(() => {
        const now = this.received();
        left = now - received > BUSY_BYTES ? TICKS : left - 1;
        received = now;
        if (left === 0) resolve(null);
      }, this.timeoutMs / TICKS);
    });
    try {
      return await Promise.race([answer, silence]);
    } finally {
      clearInterval(timer);
    }
  }
}

function suspicionOf(consumers: number, ready: number, hasRoom: boolean): string | null {
  if (consumers === 0) return 'the broker knows of no consumer of';
  return ready > 0 && hasRoom ? 'the broker does not deliver what waits in' : null;
}
