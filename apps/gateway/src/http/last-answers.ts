import type { FastifyInstance } from 'fastify';
import type { HealthRegistry } from '@celerity/service';

/** At shutdown each answer ends its connection: one kept alive would hold up the close until it times out. */
export function closeConnectionsAtShutdown(server: FastifyInstance, health: HealthRegistry): void {
  server.addHook('onSend', async (_request, reply) => {
    if (health.draining) void reply.header('connection', 'close');
  });
}
