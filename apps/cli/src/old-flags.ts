/** The command line of the system that many users come from: its flag, and whether a value follows it. */
const OLD_FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['--list-tasks', false],
  ['--send-task', true],
  ['--task-status', true],
  ['--task-result', true],
  ['--revoke-task', true],
  ['--retry-task', true],
  ['--worker-stats', false],
  ['--queue-stats', false],
  ['--task-stats', false],
  ['--history', false],
  ['--test-task', false],
]);

/** Turns `--send-task NAME --kwargs JSON` into `send-task NAME --kwargs JSON`; leaves everything else alone. */
export function translateOldFlags(argv: readonly string[]): string[] {
  // Where a command comes first, a flag of that name is not the old one.
  if (!argv[0]?.startsWith('-')) return [...argv];
  const index = argv.findIndex((word) => OLD_FLAGS.has(nameOf(word)));
  const flag = argv[index];
  if (flag === undefined) return [...argv];
  const before = argv.slice(0, index);
  const after = argv.slice(index + 1);
  const command = nameOf(flag).slice(2);
  if (flag.includes('=')) return [command, flag.slice(flag.indexOf('=') + 1), ...before, ...after];
  if (!OLD_FLAGS.get(flag)) return [command, ...before, ...after];
  return [command, ...after.slice(0, 1), ...before, ...after.slice(1)];
}

function nameOf(word: string): string {
  return word.split('=', 1)[0] ?? word;
}
