import type { StreamedEvent, StreamEnd, StreamReset, TaskSnapshot, TasksSnapshot } from '@celerity/contracts';
import { ApiProblem } from './api-problem.js';
import type { RequestOptions } from './client-options.js';
import type { HttpRequests } from './http-requests.js';
import { pause } from './pause.js';
import { sseMessages } from './sse-messages.js';
import { Unreachable } from './unreachable.js';

/** What a stream tells: `Snapshot` is that of one task, or of all. */
export type StreamMessage<Snapshot = TaskSnapshot | TasksSnapshot> =
  | { readonly kind: 'snapshot'; readonly id: string; readonly snapshot: Snapshot }
  | { readonly kind: 'event'; readonly id: string; readonly event: StreamedEvent }
  /** Events are missing before the snapshot that comes next. */
  | { readonly kind: 'reset'; readonly reason: StreamReset['reason'] };

/** How to follow. */
export interface FollowOptions extends RequestOptions {
  /** Go on after this event instead of beginning with a snapshot. */
  readonly lastEventId?: string | undefined;
  /** How long the gateway may be away in one go before following is given up; for ever unless given. */
  readonly patienceMs?: number;
  /** Told of each failure that may pass, before the next try; what it throws ends the following. */
  readonly onAway?: (error: unknown) => void;
  /** Told whenever the gateway is reached, and whenever it is lost. */
  readonly onConnection?: (isOpen: boolean) => void;
}

const SHORTEST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** A heartbeat comes every 15 s: a connection that is silent for longer is dead. */
const SILENCE_MS = 45_000;

/**
 * Follows a stream of the API through lost connections, each time after the last event; ends with the task.
 * @throws ApiProblem when it is refused, or the token has expired; Unreachable when patience is over
 */
export async function* followStream<Snapshot>(
  http: HttpRequests,
  path: string,
  query: object,
  { signal, lastEventId, patienceMs = Number.POSITIVE_INFINITY, onAway, onConnection }: FollowOptions,
): AsyncGenerator<StreamMessage<Snapshot>> {
  let last = lastEventId;
  let awaySince: number | null = null;
  let failures = 0;
  for (;;) {
    let retryAfterMs = 0;
    try {
      const connection = {
        path,
        query,
        lastEventId: last,
        signal,
        silenceMs: SILENCE_MS,
      };
      for await (const { event, id, data } of sseMessages(http, connection, () => onConnection?.(true))) {
        awaySince = null;
        failures = 0;
        if (id !== undefined) last = id;
        if (event === 'end') {
          const { reason } = data as StreamEnd;
          if (reason === 'task_ended') return;
          break;
        }
        yield messageOf<Snapshot>(event, id ?? '', data);
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (!mayPass(error)) throw error;
      awaySince ??= performance.now();
      if (performance.now() - awaySince >= patienceMs) throw error;
      onAway?.(error);
      retryAfterMs = error instanceof ApiProblem ? (error.retryAfterS ?? 0) * 1_000 : 0;
    }
    onConnection?.(false);
    const backoff = Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS * 2 ** failures);
    failures += 1;
    // Jittered, so that not all come back at once when a gateway was away.
    await pause(Math.max(retryAfterMs, backoff * (0.5 + Math.random() / 2)), signal);
    signal?.throwIfAborted();
  }
}

function messageOf<Snapshot>(event: string, id: string, data: unknown): StreamMessage<Snapshot> {
  if (event === 'snapshot') return { kind: 'snapshot', id, snapshot: data as Snapshot };
  if (event === 'reset') return { kind: 'reset', reason: (data as StreamReset).reason };
  return { kind: 'event', id, event: data as StreamedEvent };
}

function mayPass(error: unknown): boolean {
  if (error instanceof ApiProblem) return error.isTemporary;
  return error instanceof Unreachable && error.reason !== 'not-celerity';
}
