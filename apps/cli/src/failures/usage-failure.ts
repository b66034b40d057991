import type { CommanderError } from 'commander';
import { EXIT } from '../exit-code.js';
import type { Messages } from '../messages/language.js';
import type { Failure } from './failure.js';

/** Says in the user's language what commander says in English. A test holds each kind against commander's words. */
export function usageFailure({ code, message }: CommanderError, text: Messages): Failure {
  const [first = '', second = ''] = [...message.matchAll(/'([^']*)'/g)].map(([, quoted]) => quoted ?? '');
  const similar = /\(Did you mean (?:one of )?(.+)\?\)/.exec(message)?.[1];
  const headline = headlines(text, first, second)[code] ?? message.replace(/^error: /, '');
  return {
    exitCode: EXIT.wrongUsage,
    headline,
    hints: similar ? [text.didYouMean(similar)] : [],
  };
}

function headlines(text: Messages, first: string, second: string): Readonly<Record<string, string>> {
  return {
    'commander.missingArgument': text.missingArgument(`<${first}>`),
    'commander.optionMissingArgument': text.missingValue(first),
    'commander.unknownOption': text.unknownOption(first),
    'commander.unknownCommand': text.unknownCommand(first),
    'commander.excessArguments': text.tooManyArguments(first),
    'commander.conflictingOption': text.contradiction(flagOf(first), flagOf(second)),
  };
}

/** `--eta <time>` without its value. */
function flagOf(option: string): string {
  return option.split(' ', 1)[0] ?? option;
}
