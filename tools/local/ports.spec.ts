import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { findFreePorts, isPortFree } from './ports.ts';

async function listenOn(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

describe('the choice of ports', () => {
  it('finds the same neighbouring ports for the same instance, and others once one is taken', async () => {
    const first = await findFreePorts(3, 'a1b2c3d4');
    expect(await findFreePorts(3, 'a1b2c3d4')).toEqual(first);
    const server = await listenOn(first[1] ?? 0);
    const second = await findFreePorts(3, 'a1b2c3d4');
    server.close();
    expect(second).toHaveLength(3);
    expect(second.filter((port) => first.includes(port))).toEqual([]);
  });

  it('keeps off the port between RabbitMQ nodes', async () => {
    // The search begins at 25672 itself.
    const seed = (25_672 - 20_000).toString(16).padStart(8, '0');
    expect(await findFreePorts(1, seed)).not.toContain(25_672);
  });

  it('sees that a port on which something listens is not free', async () => {
    const [port = 0] = await findFreePorts(1, 'ffff0000');
    const server = await listenOn(port);
    expect(await isPortFree(port)).toBe(false);
    expect(await isPortFree(port, '0.0.0.0')).toBe(false);
    server.close();
    await once(server, 'close');
    expect(await isPortFree(port)).toBe(true);
  });
});
