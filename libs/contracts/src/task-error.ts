/** Why an attempt failed, as people see it. `type` is the error's class name. */
export interface TaskError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
}

/** Longest error text kept, in characters (message and stack each). */
export const ERROR_TEXT_LIMIT = 16 * 1024;

/** Describes anything that was thrown; long texts are cut with a visible mark. */
export function describeError(thrown: unknown): TaskError {
  if (!(thrown instanceof Error)) return { type: 'NonError', message: cut(String(thrown)) };
  return {
    type: thrown.name === 'Error' ? thrown.constructor.name : thrown.name,
    message: cut(thrown.message),
    ...(thrown.stack ? { stack: cut(thrown.stack) } : {}),
  };
}

function cut(text: string): string {
  return text.length <= ERROR_TEXT_LIMIT ? text : `${text.slice(0, ERROR_TEXT_LIMIT)}… [cut]`;
}
