import type { Family } from './families.js';
import { DEFAULT_LIMITS, DEFAULT_RETRY, type AttemptLimits, type RetryPolicy } from './task-policies.js';

/** A class whose instances class-validator checks. */
export type Dto<T extends object> = new () => T;

/**
 * What a rerun of the task may do to the outside world. There is no default: each task says.
 * - `transactional`: effects live in one PostgreSQL transaction with a completion marker; never doubled.
 * - `keyed`: a stable key goes to the outside system (the Message-ID of a mail, say); a repeat is recognisable.
 * - `none`: running twice does no harm.
 */
export type Effect = 'transactional' | 'keyed' | 'none';

/**
 * Where an attempt's code runs.
 * - `none`: on the worker's event loop, together with all others. Right for work that waits for others: databases,
 *   mail servers. Code that ignores its signal cannot be stopped.
 * - `thread`: in a thread of its own, with a bound on its memory, which is killed at the hard limit. For work that
 *   computes: it must not hold up the event loop, which keeps the broker's heartbeat.
 */
export type Isolation = 'none' | 'thread';

/** What the author of a task writes. */
export interface TaskDeclaration<Input extends object, Output extends object> {
  /** Short name in snake_case, unique in the catalogue. */
  readonly name: string;
  readonly family: Family;
  /** One sentence for people, shown in the API documentation. */
  readonly summary: string;
  readonly input: Dto<Input>;
  readonly output: Dto<Output>;
  /** Names of the input's fields in the order in which positional `args` fill them. */
  readonly positional?: readonly (keyof Input & string)[];
  readonly effect: Effect;
  readonly retry?: Partial<RetryPolicy>;
  readonly limits?: Partial<AttemptLimits>;
  /** `none` unless told. */
  readonly isolation?: Isolation;
  /** Input fields that no view or log may show. */
  readonly secrets?: readonly (keyof Input & string)[];
}

/** A task as every service reads it: the declaration with its defaults filled in. */
export interface TaskDefinition<Input extends object = object, Output extends object = object> {
  /** Full name, `<family>.<name>`: what travels in messages. */
  readonly name: string;
  readonly shortName: string;
  readonly family: Family;
  readonly summary: string;
  readonly input: Dto<Input>;
  readonly output: Dto<Output>;
  readonly positional: readonly string[];
  readonly effect: Effect;
  readonly retry: RetryPolicy;
  readonly limits: AttemptLimits;
  readonly isolation: Isolation;
  readonly secrets: readonly string[];
}

export type InputOf<D> = D extends TaskDefinition<infer Input, object> ? Input : never;
export type OutputOf<D> = D extends TaskDefinition<object, infer Output> ? Output : never;

const TASK_NAME = /^[a-z][a-z0-9_]{0,63}$/;

/**
 * Declares a task. The one place where its name, arguments, effect and limits are said.
 * @throws Error at import when the name is not snake_case or a limit makes no sense.
 */
export function defineTask<Input extends object, Output extends object>(
  declaration: TaskDeclaration<Input, Output>,
): TaskDefinition<Input, Output> {
  const { name, family } = declaration;
  if (!TASK_NAME.test(name)) throw new Error(`task name "${name}" must be snake_case, at most 64 characters`);
  const limits = { ...DEFAULT_LIMITS, ...declaration.limits };
  if (limits.softMs >= limits.hardMs)
    throw new Error(`task ${name}: soft limit must be below the hard limit`);
  return Object.freeze({
    name: `${family}.${name}`,
    shortName: name,
    family,
    summary: declaration.summary,
    input: declaration.input,
    output: declaration.output,
    positional: declaration.positional ?? [],
    effect: declaration.effect,
    retry: { ...DEFAULT_RETRY, ...declaration.retry },
    limits,
    isolation: declaration.isolation ?? 'none',
    secrets: declaration.secrets ?? [],
  });
}
