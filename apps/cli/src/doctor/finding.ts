/** `skipped`: it could not be looked at, and the remedy says how it could be. */
export const LEVELS = ['ok', 'skipped', 'warning', 'failure'] as const;
export type Level = (typeof LEVELS)[number];

/** One thing that was looked at. */
export interface Finding {
  /** What was looked at: a word that stays the same in all languages. */
  readonly check: string;
  readonly level: Level;
  readonly message: string;
  /** What to do; null when all is well. */
  readonly remedy: string | null;
}

export function ok(check: string, message: string): Finding {
  return { check, level: 'ok', message, remedy: null };
}

export function skipped(check: string, message: string, remedy: string): Finding {
  return { check, level: 'skipped', message, remedy };
}

export function warning(check: string, message: string, remedy: string): Finding {
  return { check, level: 'warning', message, remedy };
}

export function failure(check: string, message: string, remedy: string): Finding {
  return { check, level: 'failure', message, remedy };
}
