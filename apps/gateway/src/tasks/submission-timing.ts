import { type FieldProblem, MAX_COUNTDOWN_S, type TaskSubmission } from '@celerity/contracts';

/** When a task is to run and until when, with everything that is wrong about it. */
export interface Timing {
  /** Null for now. */
  readonly eta: Date | null;
  readonly expires: Date | null;
  readonly problems: readonly FieldProblem[];
}

const WAYS_TO_DELAY = ['countdown', 'delay', 'eta'] as const;

/** Reads `countdown`, `delay`, `eta` and `expires`. */
export function timingOf(body: TaskSubmission, now: Date): Timing {
  const problems: FieldProblem[] = [];
  const [first, ...others] = WAYS_TO_DELAY.filter(
    (field) => body[field] !== undefined && body[field] !== null,
  );
  for (const field of others)
    problems.push({ field, message: `contradicts ${first}; give only one of the two` });
  const due = dueAt(body, now);
  if (due.getTime() > now.getTime() + MAX_COUNTDOWN_S * 1_000) {
    problems.push({ field: 'eta', message: 'is more than a year away; use a schedule for that' });
  }
  // An eta in the past means as soon as possible.
  const eta = due > now ? due : null;
  const expires = body.expires ? new Date(body.expires) : null;
  if (expires && expires <= now) problems.push({ field: 'expires', message: 'must be in the future' });
  else if (expires && eta && expires <= eta) {
    problems.push({ field: 'expires', message: `must be after the task is due (${eta.toISOString()})` });
  }
  return { eta, expires, problems };
}

function dueAt({ countdown, delay, eta }: TaskSubmission, now: Date): Date {
  if (eta) return new Date(eta);
  return new Date(now.getTime() + (countdown ?? delay ?? 0) * 1_000);
}
