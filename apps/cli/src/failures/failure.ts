import type { ExitCode } from '../exit-code.js';

/** What went wrong, ready to be said. */
export interface Failure {
  readonly exitCode: ExitCode;
  /** One line. */
  readonly headline: string;
  /** More about it, in the gateway's words. */
  readonly detail?: string | undefined;
  readonly fields?: readonly { readonly field: string; readonly message: string }[];
  /** What to do. */
  readonly hints?: readonly string[];
  /** For the gateway's log. */
  readonly requestId?: string | null;
  /** For programs. */
  readonly problem?: object;
}
