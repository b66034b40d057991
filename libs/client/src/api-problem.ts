import type { FieldProblem, Problem } from '@celerity/contracts';

const URN = 'urn:celerity:problem:';

/** The gateway answered, and refused: what its `application/problem+json` says. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** Every bad field of the request. */
  readonly errors: readonly FieldProblem[];
  /** Finds the request in the gateway's log. */
  readonly requestId: string | null;
  /** `unknown`: the task may have been accepted; look for {@link taskId} before you send it again. */
  readonly outcome: 'unknown' | null;
  readonly taskId: string | null;

  constructor(
    /** The answer as it came. */
    readonly problem: Problem,
    /** Seconds after which to try again, where the gateway says so. */
    readonly retryAfterS: number | null = null,
  ) {
    super(problem.detail ?? problem.title);
    this.status = problem.status;
    this.title = problem.title;
    this.detail = problem.detail ?? '';
    this.errors = problem.errors ?? [];
    this.requestId = problem.request_id ?? null;
    this.outcome = problem.outcome ?? null;
    this.taskId = problem.task_id ?? null;
  }

  /** For programs: what kind of problem it is, such as `unknown-task`; null where something else answered. */
  get kind(): string | null {
    return this.problem.type.startsWith(URN) ? this.problem.type.slice(URN.length) : null;
  }

  /** True when the same request may succeed later. */
  get isTemporary(): boolean {
    return this.status === 503 || this.status === 502 || this.status === 504 || this.status === 429;
  }
}
