import { HttpException } from '@nestjs/common';
import type { FieldProblem, Problem } from '@celerity/contracts';

/** What a problem says beside its status. */
export interface ProblemParts extends Pick<Problem, 'outcome' | 'task_id' | 'task_state'> {
  /** Ends the problem's type, for programs: `urn:celerity:problem:<kind>`. */
  readonly kind: string;
  readonly title: string;
  /** What happened this time and what to do, for people. */
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error answer that is meant. Everything else thrown becomes a 500 that tells nothing. */
export class ProblemException extends HttpException {
  constructor(
    status: number,
    readonly problem: ProblemParts,
  ) {
    super(problem.detail, status);
  }
}

/** Some part of the system is away: nothing was done, and trying again later is right. */
export class TryAgainLater extends ProblemException {
  constructor(kind: string, detail: string, seconds = 2, more: Partial<ProblemParts> = {}) {
    const headers = { 'retry-after': String(seconds) };
    super(503, { kind, title: 'Not available now', detail, headers, ...more });
  }
}
