import type { LogLine, TaskMessage } from '@celerity/contracts';

/** Bounds of what is kept of one run of an attempt; the process log has everything. */
export const LOG_LIMITS = { lines: 1_000, lineCharacters: 4_096, characters: 256 * 1024 } as const;

const ENOUGH = '… [cut: the task logged more than is kept with it; the worker’s own log has the rest]';

/** Numbers and bounds the lines of one run of an attempt. What is left out is said, once. */
export class AttemptLog {
  private n = 0;
  private characters = 0;
  private full = false;

  constructor(
    private readonly message: Pick<TaskMessage, 'taskId' | 'attempt'>,
    private readonly keep: (line: LogLine) => void,
  ) {}

  write(text: string, facts: Readonly<Record<string, unknown>>): void {
    if (this.full) return;
    const line = bounded(text, facts);
    this.characters += line.text.length + (line.facts ? JSON.stringify(line.facts).length : 0);
    this.full = this.n >= LOG_LIMITS.lines || this.characters > LOG_LIMITS.characters;
    this.n += 1;
    const { taskId, attempt } = this.message;
    this.keep({
      task_id: taskId,
      attempt,
      n: this.n,
      at: new Date().toISOString(),
      ...(this.full ? { text: ENOUGH, cut: true } : line),
    });
  }
}

function bounded(
  text: string,
  facts: Readonly<Record<string, unknown>>,
): Pick<LogLine, 'text' | 'facts' | 'cut'> {
  const most = LOG_LIMITS.lineCharacters;
  const json = Object.keys(facts).length === 0 ? '' : jsonOf(facts);
  const tooLong = text.length > most;
  const kept = tooLong ? `${text.slice(0, most)}… [cut: ${text.length} characters]` : text;
  if (json.length > most) return { text: `${kept} [facts cut: ${json.length} characters]`, cut: true };
  return {
    text: kept,
    ...(json === '' ? {} : { facts: JSON.parse(json) as Record<string, unknown> }),
    ...(tooLong ? { cut: true } : {}),
  };
}

/** A line must not fail because one of its facts is no JSON. */
function jsonOf(facts: object): string {
  try {
    return JSON.stringify(facts, (_key, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
  } catch {
    return '{"facts":"[no JSON]"}';
  }
}
