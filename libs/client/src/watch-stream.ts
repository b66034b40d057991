import type { StreamedEvent, TaskSnapshot, TaskView } from '@celerity/contracts';
import type { FollowOptions, StreamMessage } from './event-stream.js';
import { hasEnded } from './final-states.js';

/** A proxy that holds streams back would let nobody see anything: the first word must come within this time. */
const FIRST_WORD_MS = 5_000;

/** What of the client this needs. */
export interface TaskStreams {
  followTask(id: string, options: FollowOptions): AsyncGenerator<StreamMessage<TaskSnapshot>>;
}

/**
 * Tells of a task what its stream says, until it ends. True when the stream has told the end; false when it was
 * refused, cut or held back. Rejects with what `tell` throws, and when the signal is aborted.
 */
export async function watchStream(
  streams: TaskStreams,
  id: string,
  tell: (task: TaskView) => void,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const heldBack = new AbortController();
  const timer = setTimeout(() => heldBack.abort(), FIRST_WORD_MS);
  const either = signal ? AbortSignal.any([signal, heldBack.signal]) : heldBack.signal;
  const messages = streams.followTask(id, { signal: either, patienceMs: 0 });
  let task: TaskView | null = null;
  try {
    for (;;) {
      const next: IteratorResult<StreamMessage<TaskSnapshot>> | null = await messages
        .next()
        .catch(() => null);
      signal?.throwIfAborted();
      if (next === null) return false;
      if (next.done) return true;
      clearTimeout(timer);
      task = taskAfter(task, next.value);
      // The end is told by the outcome.
      if (task && !hasEnded(task)) tell(task);
    }
  } finally {
    clearTimeout(timer);
    await messages.return(undefined);
  }
}

function taskAfter(task: TaskView | null, message: StreamMessage<TaskSnapshot>): TaskView | null {
  if (message.kind === 'snapshot') return message.snapshot.task;
  return message.kind === 'event' && task ? { ...task, ...changesOf(message.event) } : task;
}

function changesOf(event: StreamedEvent): Partial<TaskView> {
  if (event.status === null) return {};
  const attempt = 'attempt' in event && event.attempt > 0 ? { attempt: event.attempt } : {};
  if (event.type === 'progressed') return { status: event.status, ...attempt, progress: event.progress };
  // What an attempt had come to is not where the next one begins.
  const isNew = event.type === 'started' || event.type === 'retry_scheduled';
  return { status: event.status, ...attempt, ...(isNew ? { progress: null } : {}) };
}
