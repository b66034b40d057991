/** What we learn by knocking: we may come in, we may not, or nobody is there. */
export type ProbeResult =
  | { state: 'accepted'; version: string }
  | { state: 'refused'; reason: string }
  | { state: 'silent'; reason: string };

const SILENCE = /ECONNREFUSED|ENOENT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT/;

/** True when the error says that nobody listens there, as against somebody who does not let us in. */
export function isSilence(error: unknown): boolean {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  if (!(first instanceof Error)) return false;
  return SILENCE.test(`${(first as NodeJS.ErrnoException).code ?? ''} ${first.message}`);
}
