import type { DeadLetterEdits, DeadLetterView } from '@celerity/contracts';

/** What stands in the form: the arguments as JSON text. */
export interface WrittenReplay {
  readonly task_name: string;
  readonly args: string;
  readonly kwargs: string;
}

type Original = Pick<DeadLetterView, 'task_name' | 'args' | 'kwargs'>;

export function writtenArguments({ task_name, args, kwargs }: Original): WrittenReplay {
  return {
    task_name: task_name ?? '',
    args: JSON.stringify(args ?? []),
    kwargs: JSON.stringify(kwargs ?? {}, null, 2),
  };
}

/** Only what has been changed: arguments that are left alone are sent as they came, hidden secrets included. */
export function editsOf(
  letter: Original,
  written: WrittenReplay,
): { readonly edits: DeadLetterEdits; readonly unreadable: readonly string[] } {
  const before = writtenArguments(letter);
  const args = parsed(written.args);
  const kwargs = parsed(written.kwargs);
  const isReadable = {
    args: Array.isArray(args),
    kwargs: typeof kwargs === 'object' && kwargs !== null && !Array.isArray(kwargs),
  };
  const changed = (name: keyof WrittenReplay): boolean =>
    letter.args === null || written[name] !== before[name];
  return {
    edits: {
      ...(changed('task_name') ? { task_name: written.task_name.trim() } : {}),
      ...(changed('args') ? { args: args as unknown[] } : {}),
      ...(changed('kwargs') ? { kwargs: kwargs as Record<string, unknown> } : {}),
    },
    unreadable: (['args', 'kwargs'] as const).filter((name) => changed(name) && !isReadable[name]),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
