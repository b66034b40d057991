import { execFile, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Shell } from '../completion/completion-script.js';
import { CapturedRuns } from '../testing/captured-run.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
const run = promisify(execFile);
let runs: CapturedRuns;
const scripts = new Map<Shell, string>();

beforeAll(async () => {
  runs = await CapturedRuns.create();
  for (const shell of SHELLS) {
    const script = join(runs.home, `celerity.${shell}`);
    await writeFile(script, (await runs.run(['completion', shell])).out);
    scripts.set(shell, script);
  }
});

afterAll(() => runs.remove());

/** What the shell itself offers for the last word. */
async function offered(shell: Shell, words: readonly string[]): Promise<string[]> {
  const { stdout } = await run(shell, asking(shell, words));
  return stdout.split('\n').flatMap((line) => line.split('\t', 1)[0] || []);
}

function asking(shell: Shell, words: readonly string[]): string[] {
  const script = scripts.get(shell) ?? '';
  const line = ['celerity', ...words];
  if (shell === 'fish') return ['-c', `source ${script}; complete -C ${JSON.stringify(line.join(' '))}`];
  const say = '_celerity; printf "%s\\n" "${COMPREPLY[@]}"';
  if (shell === 'bash')
    return ['-c', `. ${script}; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); ${say}`, 'bash', ...line];
  // As bashcompinit calls it.
  const call = `COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); ${say}`;
  return [
    '-fc',
    `. ${script}; f() { emulate -L sh; setopt kshglob noshglob braceexpand; ${call}; }; f "$@"`,
    'zsh',
    ...line,
  ];
}

const cases: [words: string[], expected: string[]][] = [
  [['task-'], ['task-status', 'task-result', 'task-types', 'task-logs', 'task-stats']],
  [['doc'], ['doctor']],
  [['nothing-like-it'], []],
  [['send-task', 'x', '--k'], ['--kwargs']],
  [['send-task', '--js'], ['--json']],
  [
    ['history', '--status', 'S'],
    ['STARTED', 'SUCCESS'],
  ],
  [
    ['--lang', ''],
    ['en', 'zh'],
  ],
  [
    ['completion', ''],
    ['bash', 'zsh', 'fish'],
  ],
  [['help', 'send'], ['send-task']],
  [['schedules', 'ne'], ['next']],
  [['schedules', 'list', '--wat'], ['--watch']],
  [['dead-letters', 'replay', 'id', '--as'], ['--as-task']],
];

describe.each(SHELLS)('%s', (shell) => {
  // Those that the machine has; bash is everywhere.
  const isThere = spawnSync(shell, ['-c', 'true']).status === 0;
  const each = isThere ? it.each(cases) : it.skip.each(cases);
  each('completes %j', async (words, expected) => {
    const all = await offered(shell, words);
    // zsh takes from what it is offered what begins with the word.
    const found = shell === 'zsh' ? all.filter((each) => each.startsWith(words.at(-1) ?? '')) : all;
    if (words.at(-1) === '') expect(found).toEqual(expect.arrayContaining(expected));
    else expect(found.sort()).toEqual([...expected].sort());
  });
});
