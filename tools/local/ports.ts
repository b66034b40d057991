import { createServer } from 'node:net';

// Below the range the kernel hands out to outgoing connections, so that a port found free stays free.
const FIRST_PORT = 20_000;
const PORT_COUNT = 12_000;
// The broker's standard ports: 25672 between nodes; its own tools' 35672-35682 lie above our range.
const AVOIDED = new Set([25_672]);

/** True when nothing listens on the port; `host` may be one address only or every one ('0.0.0.0'). */
export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * A run of `count` free neighbouring ports on 127.0.0.1. The search begins at a place given by `seed`, so
 * that one instance finds the same ports again and two instances rarely look at the same ones.
 */
export async function findFreePorts(count: number, seed: string): Promise<number[]> {
  const slots = Math.floor(PORT_COUNT / count);
  const start = parseInt(seed.slice(0, 8), 16) % slots;
  for (let i = 0; i < slots; i++) {
    const first = FIRST_PORT + ((start + i) % slots) * count;
    const block = Array.from({ length: count }, (_, n) => first + n);
    if (block.some((port) => AVOIDED.has(port))) continue;
    const free = await Promise.all(block.map((port) => isPortFree(port)));
    if (free.every(Boolean)) return block;
  }
  throw new Error(`no ${count} neighbouring free ports between ${FIRST_PORT} and ${FIRST_PORT + PORT_COUNT}`);
}
