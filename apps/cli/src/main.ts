import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { run } from './run.js';

const { version } = createRequire(import.meta.url)('../package.json') as { version: string };
const interrupted = new AbortController();

// Once: a second Ctrl-C ends the process the hard way.
process.once('SIGINT', () => interrupted.abort());
// Whoever reads may leave early, as head does; the rest is then nobody's business.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  home: homedir(),
  version,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interrupted.signal,
});
