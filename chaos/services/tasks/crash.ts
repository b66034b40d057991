import type { Crash } from './chaos-input.js';

const BLOCKED_MS = 8_000;

/** Takes the process down, or holds its event loop, the way user code does. */
export async function crashBy(crash: Crash): Promise<void> {
  switch (crash) {
    case 'exit':
      process.exit(3);
      break;
    case 'reject':
      void Promise.reject(new Error('nobody handles this rejection'));
      // The process ends in the next turn.
      await new Promise((resolve) => setTimeout(resolve, 60_000));
      break;
    case 'block': {
      const until = performance.now() + BLOCKED_MS;
      while (performance.now() < until);
      break;
    }
    case 'spin':
      for (;;);
    case 'memory': {
      const hoard: unknown[] = [];
      for (;;) hoard.push(new Array(1_000_000).fill(Math.random()));
    }
  }
}
