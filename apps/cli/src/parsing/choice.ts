import { WrongUsage } from '../failures/wrong-usage.js';
import type { Messages } from '../messages/language.js';

/** Reads one of a few words, in upper or lower case. */
export function choiceOf<Choice extends string>(text: Messages, option: string, choices: readonly Choice[]) {
  return (given: string): Choice => {
    const found = choices.find((choice) => choice.toLowerCase() === given.toLowerCase());
    if (found !== undefined) return found;
    throw new WrongUsage(text.invalidValue(option, given, text.isNoChoice(choices.join(', '))));
  };
}
