/** Something about the machine or its settings stops us; says what is wrong and what to do about it. */
export class SetupError extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SetupError';
    this.remedy = remedy;
  }
}

/** The message of whatever was thrown; an AggregateError (refused on IPv4 and IPv6) has an empty one. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '' && error.errors.length > 0) {
    return messageOf(error.errors[0]);
  }
  return error instanceof Error ? error.message : String(error);
}
