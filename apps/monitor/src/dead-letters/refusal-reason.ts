import type { DeadLetterOutcome, DeadLetterOutcomes, DeadLetterRefusal } from '@celerity/contracts';

/** A refusal in one sentence, for the answer about many. */
export function reasonOf(refusal: DeadLetterRefusal): string {
  switch (refusal.kind) {
    case 'not_found':
      return 'there is no such dead letter';
    case 'conflict':
      return refusal.message;
    case 'unacceptable':
      return `${refusal.problems.map(({ field, message }) => `${field} ${message}`).join('; ')}: replay it alone, edited`;
    case 'pending':
      return 'decided; it is sent as soon as the broker takes it';
  }
}

export function outcomesOf(results: DeadLetterOutcome[], left: number): DeadLetterOutcomes {
  const done = results.filter((result) => result.done).length;
  return { done, refused: results.length - done, results, left };
}
