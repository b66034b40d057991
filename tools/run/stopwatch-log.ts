import type { Log } from '../local/log.ts';

/** A log whose lines begin with the seconds since its making. */
export function stopwatchLog(): Log {
  const begun = performance.now();
  return (line) => {
    const seconds = ((performance.now() - begun) / 1000).toFixed(1).padStart(5);
    console.log(`${seconds} s  ${line}`);
  };
}
