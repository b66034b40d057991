import { Interruption } from './run/interruption.ts';
import { runCommand } from './run/run-command.ts';
import { audit } from './supply-chain/audit.ts';

// npm run check: everything about the sources and packages that can be told without running them.

const STEPS: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ['build', 'nx', 'run-many', '-t', 'build', '--output-style=static'],
  ['lint', 'nx', 'run-many', '-t', 'lint', '--output-style=static'],
  ['typecheck', 'nx', 'run-many', '-t', 'typecheck', '--output-style=static'],
  ['format', 'prettier', '--check', '.'],
];

const interruption = new Interruption();
const summary: string[] = [];
for (const [name, command, ...args] of STEPS) {
  if (interruption.happened) break;
  console.log(`\n== ${name}: ${command} ${args.join(' ')}`);
  const begun = performance.now();
  const code = await runCommand(command, args, { signal: interruption.signal });
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  summary.push(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name} (${seconds} s)`);
  if (code !== 0) process.exitCode = 1;
}
if (!interruption.happened) {
  console.log('\n== audit: npm audit --omit=dev');
  const { failed, says } = await audit();
  summary.push(`${failed ? 'FAILED' : 'ok    '}  audit: ${says}`);
  if (failed) process.exitCode = 1;
}
console.log(`\n${summary.join('\n')}`);
if (interruption.happened) process.exitCode = 130;
