import { Readable } from 'node:stream';
import { catalogue, type EventFilter, type StreamEnd } from '@celerity/contracts';
import type { Follower } from './event-feed.js';
import { frameBytes } from './frame-bytes.js';
import type { ShownEvent } from './shown-events.js';
import { RETRY, sseFrame } from './sse-frame.js';

/** Bytes that may wait for a reader before it is cut; one batch may come on top. */
export const MOST_WAITING_BYTES = 1_024 * 1_024;

/** Tells when something was taken from it. */
class WatchedReadable extends Readable {
  onTaken: () => void = () => undefined;

  override read(size?: number): unknown {
    const chunk: unknown = super.read(size);
    this.onTaken();
    return chunk;
  }

  override _read(): void {
    // Whatever there is to read is pushed as it comes.
  }
}

/** What one client reads: frames are written to it as they come, and one that does not read them is cut. */
export class EventStream implements Follower {
  readonly readable = new WatchedReadable();
  private readonly filter: EventFilter;
  private over = false;
  private drained: (() => void) | null = null;
  /** True when it was cut for reading too slowly. */
  cut = false;

  constructor(
    readonly taskId: string | null,
    filter: EventFilter = {},
    /** Told of each event that the client is given. */
    private readonly onTold: (event: ShownEvent) => void = () => undefined,
  ) {
    this.filter = { ...filter, ...fullName(filter.task_name) };
    this.readable.onTaken = () => this.wake();
    this.readable.once('close', () => this.wake());
    this.write(RETRY);
  }

  /** Nothing more will be written. */
  get ended(): boolean {
    return this.over || this.readable.destroyed;
  }

  receive(events: readonly ShownEvent[]): void {
    if (this.ended) return;
    const wanted: number[] = [];
    let final = false;
    for (const [position, event] of events.entries()) {
      if (final || !this.wants(event)) continue;
      wanted.push(position);
      this.onTold(event);
      final = this.taskId !== null && event.isFinal;
    }
    if (wanted.length > 0) this.write(frameBytes(events, wanted));
    if (final) this.end('task_ended');
  }

  send(event: string, data: object, id?: string): void {
    this.write(sseFrame(event, data, id));
  }

  /** Bytes are not changed, so that many streams can share them. */
  write(frames: string | Buffer): void {
    if (this.ended) return;
    this.readable.push(frames);
    if (this.readable.readableLength <= MOST_WAITING_BYTES) return;
    this.cut = true;
    this.readable.destroy();
  }

  /** Says why, and ends when the client has read what waits. */
  end(reason: StreamEnd['reason']): void {
    if (this.ended) return;
    this.write(sseFrame('end', { reason }));
    if (this.ended) return;
    this.over = true;
    this.readable.push(null);
  }

  /** Resolves when the client has taken what was written, or is gone. */
  async taken(): Promise<void> {
    while (!this.ended && this.readable.readableLength > 0)
      await new Promise<void>((resolve) => (this.drained = resolve));
  }

  private wake(): void {
    this.drained?.();
    this.drained = null;
  }

  private wants({ taskId, type, name, status, superseded }: ShownEvent): boolean {
    if (this.taskId !== null) return this.taskId === taskId;
    if (type === 'logged' || superseded) return false;
    const { task_name, queue, status: wanted, type: kind } = this.filter;
    if ((kind && kind !== type) || (wanted && wanted !== status)) return false;
    // What is not known is shown rather than kept back.
    return !name || ((!task_name || task_name === name.task_name) && (!queue || queue === name.queue));
  }
}

function fullName(task_name: string | undefined): Pick<EventFilter, 'task_name'> {
  return task_name === undefined ? {} : { task_name: catalogue.find(task_name)?.name ?? task_name };
}
