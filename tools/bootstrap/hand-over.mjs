import { spawn } from 'node:child_process';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const parent = process.ppid;

/**
 * Runs a program in our place: its output, its exit code, and the signals sent to us. A Ctrl-C in a terminal
 * arrives there twice, from the terminal and from here; the receiver takes what comes close together as one.
 */
export async function handOver(command, args, env) {
  const child = spawn(command, args, { stdio: 'inherit', env });
  for (const signal of FORWARDED) process.on(signal, () => child.kill(signal));
  const watch = watchNpm(() => child.kill('SIGTERM'));
  const { code, signal } = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exitCode, exitSignal) => resolve({ code: exitCode, signal: exitSignal }));
  });
  clearInterval(watch);
  for (const name of FORWARDED) process.removeAllListeners(name);
  if (signal) process.kill(process.pid, signal);
  else process.exitCode = code;
}

/** npm passes a SIGTERM only to the shell between us, which ends without a word to us: then we are an orphan. */
function watchNpm(onOrphaned) {
  if (!process.env.npm_lifecycle_event) return undefined;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    onOrphaned();
  }, 300);
  return watch;
}
