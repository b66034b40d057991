/** One run of an attempt: an attempt whose worker died is run again, by another worker. */
export interface Run {
  readonly started_at: string | null;
  readonly worker: string | null;
}

/** Whether a run began after the one known so far; an order by content, so that it does not matter which is read first. */
export function isLaterRun(at: string, worker: string, known: Run): boolean {
  if (known.started_at === null) return true;
  if (at !== known.started_at) return at > known.started_at;
  return worker > (known.worker ?? '');
}
