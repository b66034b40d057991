import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { HealthRegistry } from '@celerity/service';

/** How often connections that have fallen idle meanwhile are closed during a shutdown. */
const SWEEP_MS = 100;

/**
 * How long requests that are already on their way are still taken once a shutdown has begun. What is closed a moment
 * before its request arrives leaves a client without any answer, not knowing whether to send it again.
 */
const ON_THEIR_WAY_MS = 300;

/**
 * At shutdown each answer ends its connection: one kept alive would hold up the close until it times out. So would
 * one on which nothing was ever asked, as browsers open them to be quick later; Node does not count it as idle.
 */
export function closeConnectionsAtShutdown(server: FastifyInstance, health: HealthRegistry): void {
  const silent = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.addHook('onRequest', (request, _reply, done) => {
    silent.delete(request.raw.socket);
    done();
  });
  server.addHook('preClose', async () => {
    await pause(ON_THEIR_WAY_MS);
    for (const socket of silent) socket.destroy();
    // An answer that left a moment ago did not say that it is the last on its connection.
    const sweep = setInterval(() => server.server.closeIdleConnections(), SWEEP_MS);
    server.server.once('close', () => clearInterval(sweep));
  });
  server.addHook('onSend', async (_request, reply) => {
    if (health.draining) void reply.header('connection', 'close');
  });
}
