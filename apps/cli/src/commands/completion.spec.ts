import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CapturedRuns } from '../testing/captured-run.js';

let script: string;

beforeAll(async () => {
  const runs = await CapturedRuns.create();
  script = (await runs.run(['completion', 'bash'])).out;
  expect((await runs.run(['completion', 'zsh'])).out).toBe(
    `autoload -Uz compinit bashcompinit && compinit && bashcompinit\n${script}`,
  );
  expect(await runs.run(['completion', 'fish'])).toMatchObject({ code: 2 });
  await runs.remove();
});

/** What bash itself offers for the last word. */
async function offered(...words: string[]): Promise<string[]> {
  const test = `${script}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _celerity; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await promisify(execFile)('bash', ['-c', test, 'bash', 'celerity', ...words]);
  return stdout.split('\n').filter((line) => line !== '');
}

it.each([
  [['task-'], ['task-status', 'task-result', 'task-types', 'task-logs', 'task-stats']],
  [['doc'], []],
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
  [['completion', ''], expect.arrayContaining(['bash', 'zsh'])],
  [['help', 'send'], ['send-task']],
])('bash completes %j', async (words, expected) => {
  expect(await offered(...words)).toEqual(expected);
});
