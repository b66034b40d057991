import { WrongUsage } from '../failures/wrong-usage.js';
import type { Messages } from '../messages/language.js';

/** Reads a JSON array. */
export function jsonArrayOf(text: Messages, option: string) {
  return (given: string): unknown[] => {
    const value = parse(text, option, given);
    if (Array.isArray(value)) return value;
    throw new WrongUsage(text.invalidValue(option, given, text.isNoArray));
  };
}

/** Reads a JSON object. */
export function jsonObjectOf(text: Messages, option: string) {
  return (given: string): Record<string, unknown> => {
    const value = parse(text, option, given);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
    throw new WrongUsage(text.invalidValue(option, given, text.isNoObject));
  };
}

function parse(text: Messages, option: string, given: string): unknown {
  try {
    return JSON.parse(given);
  } catch (error) {
    // The rest of the parser's message repeats what was given.
    const why = (error as SyntaxError).message.split(/, "|, \.\.\.| in JSON| \(line/, 1)[0] ?? '';
    throw new WrongUsage(text.invalidValue(option, given, text.isNoJson(why)));
  }
}
