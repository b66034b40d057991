import { translateOldFlags } from './old-flags.js';

it.each([
  ['--list-tasks', 'list-tasks'],
  ['--send-task test_task --kwargs {}', 'send-task test_task --kwargs {}'],
  ['--kwargs {} --send-task test_task', 'send-task test_task --kwargs {}'],
  ['--send-task=test_task --wait', 'send-task test_task --wait'],
  ['--json --task-status ID', 'task-status ID --json'],
  ['--lang zh --history --limit 3', 'history --lang zh --limit 3'],
  ['--revoke-task ID --terminate', 'revoke-task ID --terminate'],
  ['--send-task', 'send-task'],
  ['--json history', '--json history'],
  ['send-task x --history', 'send-task x --history'],
  ['', ''],
])('%s is %s', (old, now) => {
  const words = (line: string) => line.split(' ').filter((word) => word !== '');
  expect(translateOldFlags(words(old))).toEqual(words(now));
});
