import { messageOf, SetupError } from '../local/setup-error.ts';

/** Prints why we stop, once, at the edge: what went wrong and what to do, or a stack for what nobody foresaw. */
export function reportFailure(error: unknown): void {
  if (error instanceof SetupError) {
    console.error(`\nError: ${error.message}\nRemedy: ${error.remedy}`);
  } else {
    console.error(error instanceof Error && error.stack ? error.stack : messageOf(error));
  }
}
