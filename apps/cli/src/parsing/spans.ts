import { WrongUsage } from '../failures/wrong-usage.js';
import type { Messages } from '../messages/language.js';

const UNIT_S: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Reads a span (`30s`, `15m`, `2h`, `1d`, or plain seconds) as seconds. */
export function spanOf(text: Messages, option: string) {
  return (given: string): number => {
    const [, amount, unit = 's'] = /^(\d{1,8}(?:\.\d{1,3})?)([smhd])?$/.exec(given) ?? [];
    if (amount !== undefined) return Number(amount) * (UNIT_S[unit] ?? 1);
    throw new WrongUsage(text.invalidValue(option, given, text.schedules.isNoSpan));
  };
}
