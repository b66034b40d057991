import type { TaskDefinition } from './task-definition.js';
import type { Kwargs } from './task-message.js';

const HIDDEN = '***';

type Contract = Pick<TaskDefinition, 'positional' | 'secrets'>;

/** A task's arguments with the values of secret fields replaced, whichever way they were given. */
export function visibleArguments(
  contract: Contract | undefined,
  args: readonly unknown[],
  kwargs: Kwargs,
): { args: unknown[]; kwargs: Kwargs } {
  if (!contract || contract.secrets.length === 0) return { args: [...args], kwargs };
  const secrets = new Set(contract.secrets);
  const isSecret = (name: string | undefined) => name !== undefined && secrets.has(name);
  return {
    args: args.map((value, index) => (isSecret(contract.positional[index]) ? HIDDEN : value)),
    kwargs: Object.fromEntries(
      Object.entries(kwargs).map(([name, value]) => [name, isSecret(name) ? HIDDEN : value]),
    ),
  };
}
