import { startBarePublisher } from '../http/bare-process.ts';
import { startGateway } from '../http/gateway-process.ts';
import { ownPrefix } from '../ground/own-prefix.ts';
import { loadOnce, type Target } from '../http/http-load.ts';
import { type Figures, interleaved } from '../measure/rounds.ts';
import type { Bench, Workload } from './workload.ts';

const CONNECTIONS = 50;
const WARM_UP_S = 4;

/**
 * HTTP submits through the gateway (token, validation, both confirms) beside a bare Nest-Fastify handler that only
 * publishes with a confirm.
 */
export const httpSubmit: Workload = {
  id: 'W6',
  title: `HTTP submit, ${CONNECTIONS} connections`,
  async run(bench) {
    await using started = new AsyncDisposableStack();
    const ground = await ownPrefix(bench.ground, 'bench_http', started);
    const targets = [await startGateway(ground, started), await startBarePublisher(ground, started)];
    for (const target of targets) await loadOnce(target, CONNECTIONS, WARM_UP_S);
    const figures = await interleaved(targets, bench.rounds, (target, round) =>
      oneRound(bench, target, round),
    );
    const rate = (name: string): number => figures.get(name)?.['requests/s'] ?? Number.NaN;
    return {
      figures: Object.fromEntries(figures),
      checks: [
        {
          what: 'requests/s, times a bare handler that publishes',
          value: rate('gateway') / rate('bare'),
          better: 'more',
          must: 0.7,
          stretch: 0.9,
        },
      ],
    };
  },
};

async function oneRound({ log, signal, quick }: Bench, target: Target, round: number): Promise<Figures> {
  signal.throwIfAborted();
  const load = await loadOnce(target, CONNECTIONS, quick ? 5 : 8);
  if (load.refused > 0) log(`${target.name}: ${load.refused} answers were no 201`);
  log(`round ${round}  ${target.name.padEnd(15)} ${load.perSecond.toFixed(0)} requests/s`);
  return {
    'requests/s': load.perSecond,
    'p50 ms': load.p50Ms,
    'p99 ms': load.p99Ms,
    'CPU µs/request': load.cpuUs,
    'RSS MB': load.rssMb,
  };
}
