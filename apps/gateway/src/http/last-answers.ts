import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { HealthRegistry } from '@celerity/service';

/** How often connections that have fallen idle meanwhile are closed during a shutdown. */
const SWEEP_MS = 100;

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
  server.addHook('preClose', (done) => {
    for (const socket of silent) socket.destroy();
    // An answer that left a moment ago did not say that it is the last on its connection.
    const sweep = setInterval(() => server.server.closeIdleConnections(), SWEEP_MS);
    server.server.once('close', () => clearInterval(sweep));
    done();
  });
  server.addHook('onSend', async (_request, reply) => {
    if (health.draining) void reply.header('connection', 'close');
  });
}
