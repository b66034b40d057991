import type { CelerityClient, StreamMessage } from '@celerity/client';
import type { StreamedEvent, TaskSnapshot, TasksSnapshot } from '@celerity/contracts';

type Message = StreamMessage<TaskSnapshot | TasksSnapshot>;

/** Who listens to a feed. */
export interface Listener {
  readonly onEvent: (event: StreamedEvent) => void;
  /** Events are told from now on: what was asked for before may be older. */
  readonly onJoin: (snapshot: TaskSnapshot | TasksSnapshot) => void;
  readonly onConnection: (isOpen: boolean) => void;
  /** It is refused for good. */
  readonly onRefusal: (error: Error) => void;
}

/** Follows a task until it has ended, and after it, or without one, all tasks; until the signal says so. */
export async function follow(
  client: CelerityClient,
  taskId: string | null,
  listener: Listener,
  signal: AbortSignal,
): Promise<void> {
  const options = { signal, onConnection: listener.onConnection };
  try {
    // An unknown task is the page's to tell; its children and others go on all the same.
    if (taskId !== null) await tell(client.followTask(taskId, options), listener).catch(unlessUnknown);
    await tell(client.followAll({}, options), listener);
  } catch (error) {
    if (signal.aborted) return;
    listener.onConnection(false);
    listener.onRefusal(error as Error);
  }
}

async function tell(messages: AsyncGenerator<Message>, listener: Listener): Promise<void> {
  for await (const message of messages) {
    if (message.kind === 'event') listener.onEvent(message.event);
    // After a reset its snapshot comes.
    else if (message.kind === 'snapshot') listener.onJoin(message.snapshot);
  }
}

function unlessUnknown(error: Error & { readonly status?: number }): void {
  if (error.status !== 404 && error.status !== 400) throw error;
}
