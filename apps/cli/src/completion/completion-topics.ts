import type { Command } from 'commander';

/** A command as completion sees it. */
export interface Topic {
  /** Its words below the program: `['schedules', 'list']`; empty for the program itself. */
  readonly path: readonly string[];
  readonly about: string;
  /** Commands below it, and what its arguments may be. */
  readonly words: readonly { readonly word: string; readonly about: string }[];
  readonly options: readonly TopicOption[];
}

export interface TopicOption {
  readonly flag: string;
  readonly about: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

/** The program and all its visible commands, with what may follow each. */
export function topicsOf(program: Command): Topic[] {
  const topics = below(program, []);
  const all = topics[0]?.words.filter(({ word }) => word !== 'help') ?? [];
  return topics.map((topic) => (topic.path.join(' ') === 'help' ? { ...topic, words: all } : topic));
}

function below(command: Command, path: readonly string[]): Topic[] {
  const help = command.createHelp();
  const inside = help.visibleCommands(command);
  const topic = {
    path,
    about: command.description(),
    words: [
      ...command.registeredArguments.flatMap(({ argChoices = [], description }) =>
        argChoices.map((word) => ({ word, about: description })),
      ),
      ...inside.map((each) => ({ word: each.name(), about: each.description() })),
    ],
    options: [...help.visibleOptions(command), ...globalOptions(command)].flatMap(
      ({ long, description, required, optional, argChoices = [] }) =>
        long
          ? [{ flag: long, about: description, takesValue: required || optional, choices: argChoices }]
          : [],
    ),
  };
  return [topic, ...inside.flatMap((each) => below(each, [...path, each.name()]))];
}

function globalOptions(command: Command): ReturnType<ReturnType<Command['createHelp']>['visibleOptions']> {
  return command.parent ? command.createHelp().visibleGlobalOptions(command) : [];
}
