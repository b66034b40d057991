import { runCommand, commandEnvironment } from '@celerity/tools/run/run-command.ts';
import type { Row } from './row.ts';

/** Faults that a test with a clock or a journal of its own shows better: it is run here by name and counted. */
function byTest(id: string, title: string, promises: string, args: readonly string[], starred: boolean): Row {
  return {
    id,
    title,
    starred,
    promises,
    async run(row) {
      const lines: string[] = [];
      const env = commandEnvironment();
      const code = await runCommand('jest', args, { env, onLine: (line) => lines.push(line) });
      const tests = /^Tests:\s+(.*)$/m.exec(lines.join('\n'))?.[1] ?? 'none';
      row.measure('tests', tests);
      row.expect(code === 0, `jest ${args.join(' ')}: ${tests}`);
    },
  };
}

export const existingTests: readonly Row[] = [
  byTest(
    'clock-jumps',
    'clock jumps, local times that do not exist or occur twice',
    'G8',
    ['--selectProjects', 'beat', '--testPathPatterns', 'recurrence|due-instants|wall-clock'],
    true,
  ),
  byTest(
    'journal-truncated',
    'the journal truncated, or made anew',
    'G7',
    ['--selectProjects', 'monitor', '--testPathPatterns', 'projection/gap|journal-continuity'],
    false,
  ),
];
