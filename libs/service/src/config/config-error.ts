/** One wrong or missing setting: which, what is wrong with it, and what to do. Never holds the value itself. */
export interface ConfigProblem {
  readonly variable: string;
  readonly problem: string;
  readonly remedy: string;
}

/** The environment does not describe a service that may start. The message has one line per problem. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly ConfigProblem[]) {
    super(problems.map(describeProblem).join('\n'));
  }
}

/** `AMQP_URL is not set: set it to amqp://user:password@host:5672`. */
export function describeProblem({ variable, problem, remedy }: ConfigProblem): string {
  return `${variable} ${problem}: ${remedy}`;
}
