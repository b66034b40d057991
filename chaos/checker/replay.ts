import type { JournalLine } from '../system/broker-client.ts';

/** What became of a task, worked out from the journal alone and by other code than the monitor's. */
export interface Replayed {
  state: string;
  attempt: number;
  result: unknown;
  errorType: string | null;
  /** When the first end was written, by its writer's clock. */
  endedAt: string | null;
  /** Kinds of end that were journaled, in order. */
  readonly ends: string[];
  readonly startedAttempts: { readonly attempt: number; readonly at: string }[];
  readonly retriedAttempts: Set<number>;
  schedule: string | null;
  accepted: boolean;
}

const END_STATES: Readonly<Record<string, string>> = {
  succeeded: 'SUCCESS',
  failed: 'FAILURE',
  revoked: 'REVOKED',
  expired: 'EXPIRED',
};

/** Plays the journal from its beginning. Kinds of event that it does not know change nothing. */
export function replay(journal: readonly JournalLine[]): Map<string, Replayed> {
  const tasks = new Map<string, Replayed>();
  for (const { event } of journal) {
    if (typeof event.task_id !== 'string') continue;
    const task = tasks.get(event.task_id) ?? blank();
    tasks.set(event.task_id, task);
    play(task, event);
  }
  return tasks;
}

function blank(): Replayed {
  return {
    state: 'PENDING',
    attempt: 1,
    result: null,
    errorType: null,
    endedAt: null,
    ends: [],
    startedAttempts: [],
    retriedAttempts: new Set(),
    schedule: null,
    accepted: false,
  };
}

function play(task: Replayed, event: JournalLine['event']): void {
  const attempt = typeof event['attempt'] === 'number' ? event['attempt'] : 1;
  const at = String(event['at']);
  const ended = task.endedAt !== null;
  switch (event.type) {
    case 'accepted':
      task.accepted = true;
      task.schedule = (event['schedule'] as string | null | undefined) ?? null;
      return;
    case 'refused':
      if (task.state === 'PENDING')
        Object.assign(task, { state: 'FAILURE', errorType: 'Refused', endedAt: at });
      return;
    case 'started':
      task.startedAttempts.push({ attempt, at });
      if (!ended && attempt >= task.attempt && !(attempt === task.attempt && task.state === 'RETRY'))
        Object.assign(task, { state: 'STARTED', attempt, errorType: null });
      return;
    case 'retry_scheduled':
      task.retriedAttempts.add(attempt);
      if (!ended && attempt >= task.attempt)
        Object.assign(task, { state: 'RETRY', attempt, errorType: errorTypeOf(event) });
      return;
    default: {
      const state = END_STATES[event.type];
      if (state === undefined) return;
      task.ends.push(event.type);
      if (!ended) {
        const of =
          event.type === 'revoked' || event.type === 'expired' ? Math.max(attempt, task.attempt) : attempt;
        Object.assign(task, {
          state,
          attempt: of,
          endedAt: at,
          result: event['result'] ?? null,
          errorType: errorTypeOf(event),
        });
      }
    }
  }
}

function errorTypeOf(event: JournalLine['event']): string | null {
  return (event['error'] as { type?: string } | null | undefined)?.type ?? null;
}
