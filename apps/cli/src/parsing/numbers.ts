import { WrongUsage } from '../failures/wrong-usage.js';
import type { Messages } from '../messages/language.js';

/** Reads a number of seconds or the like. */
export function numberOf(text: Messages, option: string, from: number, to: number) {
  return (given: string): number => {
    const value = /^\d+(\.\d+)?$/.test(given) ? Number(given) : Number.NaN;
    if (value >= from && value <= to) return value;
    throw new WrongUsage(text.invalidValue(option, given, text.isNoNumber(from, to)));
  };
}

/** Reads a count. */
export function wholeNumberOf(text: Messages, option: string, from: number, to: number) {
  return (given: string): number => {
    const value = /^\d+$/.test(given) ? Number(given) : Number.NaN;
    if (value >= from && value <= to) return value;
    throw new WrongUsage(text.invalidValue(option, given, text.isNoWholeNumber(from, to)));
  };
}
