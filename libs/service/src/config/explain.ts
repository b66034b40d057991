import type { ValidationOptions } from 'class-validator';

/**
 * Options for any class-validator decorator on a config field, so that a refusal can say what is wrong
 * and what to do: `@IsInt(explain('is not a whole number', 'set it to the number of parallel tasks'))`.
 */
export function explain(problem: string, remedy: string): ValidationOptions {
  return { message: problem, context: { remedy } };
}
