import { ApiProblem, NotAToken, Unreachable } from '@celerity/client';
import { CommanderError } from 'commander';
import { NotAnAddress } from '../access/gateway-url.js';
import { EXIT } from '../exit-code.js';
import type { Messages } from '../messages/language.js';
import type { Failure } from './failure.js';
import { InterruptedWait } from './interrupted-wait.js';
import { problemFailure } from './problem-failure.js';
import { Refusal } from './refusal.js';
import { usageFailure } from './usage-failure.js';
import { WrongUsage } from './wrong-usage.js';

/** What to say of anything that was thrown, and how to end. */
export function describeFailure(error: unknown, text: Messages, wasInterrupted: boolean): Failure {
  if (error instanceof InterruptedWait) {
    const { taskId: id } = error;
    const hints = [text.follow(id), text.live.follow(id)];
    return { exitCode: EXIT.interrupted, headline: text.interruptedWait, hints };
  }
  if (wasInterrupted || isAbort(error)) return { exitCode: EXIT.interrupted, headline: text.interrupted };
  if (error instanceof CommanderError) return usageFailure(error, text);
  if (error instanceof WrongUsage) return { exitCode: EXIT.wrongUsage, headline: error.message };
  if (error instanceof Refusal) {
    return { exitCode: EXIT.refused, headline: error.message, hints: error.hints };
  }
  if (error instanceof NotAnAddress) {
    return { exitCode: EXIT.wrongUsage, headline: text.isNoAddress(error.given) };
  }
  if (error instanceof NotAToken) return { exitCode: EXIT.wrongUsage, headline: text.isNoToken };
  if (error instanceof ApiProblem) return problemFailure(error, text);
  if (error instanceof Unreachable) return unreachableFailure(error, text);
  const why = error instanceof Error ? error.message : String(error);
  return { exitCode: EXIT.refused, headline: text.bug(why) };
}

/** Ctrl-C at a prompt, which keeps it from the process. */
function isAbort(error: unknown): boolean {
  return (error as { readonly name?: unknown } | null)?.name === 'AbortError';
}

function unreachableFailure({ url, reason, message }: Unreachable, text: Messages): Failure {
  const exitCode = EXIT.unreachable;
  switch (reason) {
    case 'timeout':
      return { exitCode, headline: text.timedOut(url), hints: [text.unreachableHint] };
    case 'not-celerity':
      return { exitCode, headline: text.notCelerity(url), hints: [text.notCelerityHint] };
    case 'network':
      return { exitCode, headline: text.unreachable(url), detail: message, hints: [text.unreachableHint] };
  }
}
