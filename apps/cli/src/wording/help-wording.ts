import type { HelpConfiguration } from 'commander';
import type { Messages } from '../messages/language.js';
import { columnsOf } from '../printing/plain-text.js';
import type { Style } from '../printing/style.js';

/** Commander's help in the user's language. */
export function helpWording(text: Messages, style: () => Style): HelpConfiguration {
  const titles: Readonly<Record<string, string>> = {
    'Usage:': text.usageTitle,
    'Options:': text.optionsTitle,
    'Global Options:': text.globalOptionsTitle,
    'Arguments:': text.argumentsTitle,
    'Commands:': text.commandsTitle,
  };
  return {
    showGlobalOptions: true,
    displayWidth: columnsOf,
    styleTitle: (title) => style().title(titles[title] ?? title),
    // The choices are in the language of the rest.
    optionDescription: ({ description, argChoices }) =>
      argChoices ? `${description} (${text.choices(argChoices.join(', '))})` : description,
    argumentDescription: ({ description }) => description,
  };
}
