import type { OwnPrefix } from '../ground/own-prefix.ts';
import { startBenchProcess } from './bench-process.ts';
import type { Target } from './http-load.ts';

/** The ceiling: what Nest on Fastify does when it only publishes. */
export async function startBarePublisher(
  services: OwnPrefix,
  started: AsyncDisposableStack,
): Promise<Target> {
  const { identity, url } = await startBenchProcess(
    {
      name: 'bare',
      script: 'tools/bench/http/bare-publisher.ts',
      env: { AMQP_URL: services.amqpUrl, QUEUE: `${services.prefix}.bare` },
      dir: services.home,
      readyPath: '/ready',
    },
    started,
  );
  return { name: 'bare', identity, url: `${url}/tasks`, headers: {} };
}
