import { WrongUsage } from '../failures/wrong-usage.js';
import type { Messages } from '../messages/language.js';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads a date and time with a zone; the gateway gets it as it was given. */
export function instantOf(text: Messages, option: string) {
  return (given: string): string => {
    if (isInstant(given)) return given;
    throw new WrongUsage(text.invalidValue(option, given, text.isNoInstant));
  };
}

/** Reads how long ago (`90m`, `24h`, `7d`), or a date and time with a zone. */
export function pastInstantOf(text: Messages, option: string, now = () => Date.now()) {
  return (given: string): string => {
    const [, amount, unit] = /^(\d{1,6})([smhd])$/.exec(given) ?? [];
    if (amount && unit) return new Date(now() - Number(amount) * (UNIT_MS[unit] ?? 0)).toISOString();
    if (isInstant(given)) return given;
    throw new WrongUsage(text.invalidValue(option, given, text.isNoSpan));
  };
}

function isInstant(given: string): boolean {
  return /T.*(Z|[+-]\d{2}:\d{2})$/.test(given) && !Number.isNaN(Date.parse(given));
}
