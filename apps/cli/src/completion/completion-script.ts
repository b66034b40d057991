import type { Command } from 'commander';
import { type Topic, topicsOf } from './completion-topics.js';
import { fishScript } from './fish-script.js';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** zsh runs bash's functions itself when told to. */
const ZSH_PREAMBLE = 'autoload -Uz compinit bashcompinit && compinit && bashcompinit\n';

/** A script that completes the program's commands, their options, and the options' choices. */
export function completionScript(program: Command, shell: Shell): string {
  const topics = topicsOf(program);
  if (shell === 'fish') return fishScript(topics);
  return shell === 'zsh' ? ZSH_PREAMBLE + bashScript(topics) : bashScript(topics);
}

function bashScript(topics: readonly Topic[]): string {
  const paths = topics.filter(({ path }) => path.length > 0).map(({ path }) => `" ${path.join(' ')}"`);
  return `_celerity() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" given="" candidates="" i
  COMPREPLY=()
  case "$previous" in
${choiceCases(topics)}
  esac
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$given \${COMP_WORDS[i]}" in ${paths.join('|')}) given="$given \${COMP_WORDS[i]}";; esac
  done
  case "$given" in
${topics.map(topicCase).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$candidates" -- "$current"))
}
complete -o default -F _celerity celerity`;
}

function topicCase({ path, words, options }: Topic): string {
  const candidates = [...words.map(({ word }) => word), ...options.map(({ flag }) => flag)];
  const given = path.map((word) => ` ${word}`).join('');
  return `    "${given}") candidates="${[...new Set(candidates)].join(' ')}";;`;
}

/** What may follow an option that takes one of a few words. */
function choiceCases(topics: readonly Topic[]): string {
  const choices = new Map(
    topics
      .flatMap(({ options }) => options)
      .filter((option) => option.choices.length > 0)
      .map((option) => [option.flag, option.choices.join(' ')] as const),
  );
  return [...choices]
    .map(([flag, words]) => `    ${flag}) COMPREPLY=($(compgen -W "${words}" -- "$current")); return;;`)
    .join('\n');
}
