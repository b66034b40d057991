import type { TaskDefinition, TaskMessage } from '@celerity/contracts';

const HIDDEN = '***';
/** Shorter values would blot out half of every line. */
const SHORTEST = 4;

/** Replaces the values of a task's secret arguments, wherever they stand in what it logs. */
export function secretsHider(
  { secrets, positional }: Pick<TaskDefinition, 'secrets' | 'positional'>,
  { args, kwargs }: Pick<TaskMessage, 'args' | 'kwargs'>,
): <Value>(value: Value) => Value {
  const values = secrets
    .flatMap((name) => [kwargs[name], args[positional.indexOf(name)]])
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .map(String)
    .filter(({ length }) => length >= SHORTEST);
  if (values.length === 0) return (value) => value;
  const hide = (text: string): string =>
    values.reduce((shown, secret) => shown.replaceAll(secret, HIDDEN), text);
  return (value) => hideIn(value, hide) as typeof value;
}

function hideIn(value: unknown, hide: (text: string) => string): unknown {
  if (typeof value === 'string') return hide(value);
  if (typeof value === 'number') return hide(String(value)) === String(value) ? value : HIDDEN;
  if (Array.isArray(value)) return value.map((item) => hideIn(item, hide));
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hideIn(inner, hide)]));
}
