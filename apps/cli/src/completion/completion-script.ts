import type { Command } from 'commander';

export const SHELLS = ['bash', 'zsh'] as const;
export type Shell = (typeof SHELLS)[number];

/** zsh runs bash's functions itself when told to. */
const ZSH_PREAMBLE = 'autoload -Uz compinit bashcompinit && compinit && bashcompinit\n';

/** A script that completes the program's commands, their options, and the options' choices. */
export function completionScript(program: Command, shell: Shell): string {
  const commands = visibleCommands(program);
  const names = commands.map((command) => command.name());
  const script = `_celerity() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" given="" candidates="" i
  COMPREPLY=()
  case "$previous" in
${choiceCases([program, ...commands])}
  esac
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in ${names.join('|')}) given="\${COMP_WORDS[i]}"; break;; esac
  done
  case "$given" in
    "") candidates="${[...names, ...flags(program)].join(' ')}";;
${commands.map((command) => commandCase(command, program)).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$candidates" -- "$current"))
}
complete -o default -F _celerity celerity`;
  return shell === 'zsh' ? ZSH_PREAMBLE + script : script;
}

function visibleCommands(program: Command): Command[] {
  return [...program.createHelp().visibleCommands(program)];
}

function flags(command: Command): string[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long }) => long ?? []);
}

function commandCase(command: Command, program: Command): string {
  const choices = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
  const inside = command.name() === 'help' ? visibleCommands(program) : visibleCommands(command);
  const topics = inside.map((each) => each.name());
  const candidates = [...new Set([...choices, ...topics, ...flags(command), ...flags(program)])];
  return `    ${command.name()}) candidates="${candidates.join(' ')}";;`;
}

/** What may follow an option that takes one of a few words. */
function choiceCases(commands: readonly Command[]): string {
  const choices = new Map(
    commands
      .flatMap(({ options }) => options)
      .flatMap(({ long, argChoices }) => (long && argChoices ? [[long, argChoices.join(' ')] as const] : [])),
  );
  return [...choices]
    .map(([flag, words]) => `    ${flag}) COMPREPLY=($(compgen -W "${words}" -- "$current")); return;;`)
    .join('\n');
}
