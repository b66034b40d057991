import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { TestSystem } from '../testing/test-system.js';

it('closes at a shutdown although a connection is open on which nothing was ever asked', async () => {
  const system = await TestSystem.start();
  const silent = connect(Number(new URL(system.gateway.url).port), '127.0.0.1');
  await once(silent, 'connect');
  // The server has taken it when it has answered one that came later.
  await system.gateway.ask('/health/live');
  const closed = once(silent, 'close');
  await system.stop();
  await closed;
});

it('answers at a shutdown what arrives over a connection that was open before', async () => {
  const system = await TestSystem.start();
  const port = Number(new URL(system.gateway.url).port);
  const [fresh, kept] = await Promise.all([opened(port), opened(port)]);
  const request = 'GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n';
  kept.write(request);
  await once(kept, 'data');

  const answers = Promise.all([fresh, kept].map(textOf));
  const stopped = system.stop();
  // As if they had been on their way when the signal came.
  for (const socket of [fresh, kept]) socket.write(request);
  for (const answer of await answers) expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*connection: close/i);
  await stopped;
});

async function opened(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

async function textOf(socket: Socket): Promise<string> {
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}
