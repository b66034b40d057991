import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Asks for a stream and never reads it. */
export async function deafClient(url: URL, headers: Readonly<Record<string, string>>): Promise<Socket> {
  const socket = connect(Number(url.port), url.hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET ${url.pathname} HTTP/1.1\r\nhost: ${url.host}\r\n${lines.join('')}\r\n`);
  await once(socket, 'readable');
  socket.pause();
  return socket;
}
