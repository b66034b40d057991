import { describeError, type TaskError } from '@celerity/contracts';

/** Handlers can throw what has no text at all; taken for a fault of the engine it would be redelivered for ever. */
export function describeThrown(thrown: unknown): TaskError {
  try {
    return describeError(thrown);
  } catch {
    return { type: 'NonError', message: 'the handler threw something that cannot be described' };
  }
}
