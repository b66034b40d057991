import { Injectable, Logger } from '@nestjs/common';
import { type EventFilter, isFinal, type TasksSnapshot, type TaskSnapshot } from '@celerity/contracts';
import type { Principal } from '../auth/principal.js';
import { ToldOffsets } from '../journal/told-offsets.js';
import { EventFeed } from './event-feed.js';
import { type EventPlace, idOf, placeOf } from './event-place.js';
import { EventStream } from './event-stream.js';
import { JournalReplay } from './journal-replay.js';
import { OpenStreams } from './open-streams.js';
import { Snapshots } from './snapshots.js';
import { TaskNames } from './task-names.js';

/** Who asks, and from where on. */
export interface StreamRequest {
  readonly principal: Principal;
  readonly lastEventId: string | undefined;
  /** Fires when the client hangs up before the stream is handed over. */
  readonly gone: AbortSignal;
}

type Snapshot = TaskSnapshot | TasksSnapshot;
type Take = () => Promise<Snapshot>;

/** Begins streams: with a snapshot, or after the client's last event, and then with the feed. */
@Injectable()
export class StreamStarter {
  private readonly logger = new Logger('EventStreams');

  constructor(
    private readonly feed: EventFeed,
    private readonly replay: JournalReplay,
    private readonly snapshots: Snapshots,
    private readonly streams: OpenStreams,
    private readonly names: TaskNames,
    private readonly told: ToldOffsets,
  ) {}

  /** @throws ProblemException 404, 429, 503 */
  ofTask(taskId: string, request: StreamRequest): Promise<EventStream> {
    const onTold = this.told.tell.bind(this.told);
    const stream = new EventStream(taskId, {}, ({ place }) => onTold(taskId, place.offset));
    return this.start(stream, request, () => this.snapshots.ofTask(taskId));
  }

  /** @throws ProblemException 429, 503 */
  ofAll(filter: EventFilter, request: StreamRequest): Promise<EventStream> {
    return this.start(new EventStream(null, filter), request, () => this.snapshots.ofAll(filter));
  }

  private async start(stream: EventStream, request: StreamRequest, take: Take): Promise<EventStream> {
    let following = false;
    this.streams.admit(stream, request.principal, () => {
      this.feed.leave(stream);
      if (following) this.feed.release();
    });
    request.gone.addEventListener('abort', () => stream.readable.destroy());
    try {
      // In this order nothing falls between: what is not in the snapshot comes by the feed.
      await this.feed.acquire();
      following = true;
      if (stream.readable.destroyed) this.feed.release();
      const snapshot = await this.present(take);
      void this.goOn(stream, snapshot, request.lastEventId, take);
      return stream;
    } catch (error) {
      stream.readable.destroy();
      throw error;
    }
  }

  /** The answer has begun: what goes wrong from here on, the stream has to say itself. */
  private async goOn(stream: EventStream, snapshot: Snapshot, lastEventId: string | undefined, take: Take) {
    try {
      if (!lastEventId) await this.begin(stream, snapshot);
      else if (!(await this.resume(stream, snapshot, placeOf(lastEventId))))
        await this.begin(stream, await this.present(take));
    } catch (error) {
      this.logger.warn(`an event stream cannot go on: ${String(error)}`);
      stream.end('unavailable');
    }
  }

  private async begin(stream: EventStream, snapshot: Snapshot): Promise<void> {
    const place = { offset: snapshot.projected_offset, index: 0 };
    stream.send('snapshot', snapshot, idOf(place));
    if (hasEnded(snapshot)) return stream.end('task_ended');
    const how = await this.replay.join(stream, place);
    if (how !== 'joined') stream.end('unavailable');
  }

  /** False when events are missing: the client has been told so. */
  private async resume(stream: EventStream, snapshot: Snapshot, after: EventPlace | null): Promise<boolean> {
    const how = after ? await this.replay.join(stream, after) : 'unknown_event';
    if (how !== 'joined') {
      stream.send('reset', { reason: how });
      return false;
    }
    // Everything before the snapshot was told by now, so the end was among what the client had already.
    if (hasEnded(snapshot)) stream.end('task_ended');
    return true;
  }

  private async present(take: Take): Promise<Snapshot> {
    const snapshot = await take();
    if ('task' in snapshot) this.names.learn(snapshot.task.task_id, snapshot.task);
    else for (const task of snapshot.tasks.results) this.names.learn(task.task_id, task);
    await this.feed.reached(snapshot.projected_offset - 1);
    return snapshot;
  }
}

function hasEnded(snapshot: Snapshot): boolean {
  return 'task' in snapshot && isFinal(snapshot.task.status);
}
