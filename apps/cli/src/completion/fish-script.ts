import type { Topic } from './completion-topics.js';

/** fish shows beside each word what it is for. */
export function fishScript(topics: readonly Topic[]): string {
  const paths = topics.filter(({ path }) => path.length > 0).map(({ path }) => quoted(` ${path.join(' ')}`));
  return `function __celerity_path
  set -l given ''
  for word in (commandline -opc)[2..-1]
    switch "$given $word"
      case ${paths.join(' ')}
        set given "$given $word"
    end
  end
  echo -- "$given"
end
function __celerity_in
  set -l given (__celerity_path)
  test "$given" = "$argv[1]"
end
complete -c celerity -e
${topics.flatMap(linesOf).join('\n')}`;
}

function linesOf({ path, words, options }: Topic): string[] {
  const given = path.map((word) => ` ${word}`).join('');
  const here = `complete -c celerity -n ${quoted(`__celerity_in ${quoted(given)}`)}`;
  return [
    // Where commands follow, file names do not.
    ...(words.length > 0 ? [`${here} -f`] : []),
    ...words.map(({ word, about }) => `${here} -f -a ${quoted(word)} -d ${quoted(about)}`),
    ...options.map(({ flag, about, takesValue, choices }) => {
      const value = choices.length > 0 ? ` -x -a ${quoted(choices.join(' '))}` : takesValue ? ' -r' : '';
      return `${here} -l ${flag.slice(2)}${value} -d ${quoted(about)}`;
    }),
  ];
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
