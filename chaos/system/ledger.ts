import { closeSync, openSync, writeSync } from 'node:fs';

/** What a submitter knows of a submission: it holds the system to `accepted` and `refused`, and to nothing else. */
export type Verdict = 'accepted' | 'refused' | 'unknown';

export interface Submission {
  /** The client's own name for it; travels in the arguments. */
  readonly ref: string;
  readonly task: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly verdict: Verdict;
  readonly taskId: string | null;
  readonly status: number | null;
  /** How long the answer took. */
  readonly ms: number;
}

/** The client's book: every request before it is sent and every answer, in a file, and in memory for the checker. */
export class Ledger {
  readonly submissions: Submission[] = [];
  readonly #file: number;

  constructor(path: string) {
    this.#file = openSync(path, 'a');
  }

  /** Written through at once: nothing stays in a buffer of this process. */
  note(entry: object): void {
    writeSync(this.#file, `${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`);
  }

  answered(submission: Submission): void {
    this.submissions.push(submission);
    this.note({ answer: submission.ref, ...submission, kwargs: undefined });
  }

  of(verdict: Verdict): Submission[] {
    return this.submissions.filter((one) => one.verdict === verdict);
  }

  close(): void {
    closeSync(this.#file);
  }
}
