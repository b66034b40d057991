import { reportFailure } from '../run/report-failure.ts';
import { startBarePublisher } from './http-submit/bare-process.ts';
import { prepareBenchServices } from './http-submit/bench-services.ts';
import { startGateway } from './http-submit/gateway-process.ts';
import { loadOnce, type Load, type Target } from './http-submit/http-load.ts';
import { median } from './median.ts';

const ROUNDS = Number(process.env.ROUNDS ?? 5);
const SECONDS = Number(process.env.SECONDS ?? 8);
const CONNECTIONS = 50;
const WARM_UP_S = 4;

/**
 * W6: HTTP submits through the gateway (token, validation, both confirms) beside a bare Nest-Fastify handler that
 * only publishes with a confirm; same broker, same load, in turns. `npx node tools/bench/http-submit.ts`
 */
async function main(): Promise<void> {
  await using started = new AsyncDisposableStack();
  const services = await prepareBenchServices(started);
  const targets = [await startGateway(services, started), await startBarePublisher(services, started)];
  for (const target of targets) await loadOnce(target, CONNECTIONS, WARM_UP_S);
  const loads = new Map<Target, Load[]>(targets.map((target) => [target, []]));
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const target of targets) {
      const load = await loadOnce(target, CONNECTIONS, SECONDS);
      loads.get(target)?.push(load);
      console.log(`round ${round}  ${line(target.name, load)}`);
    }
  }
  const [gateway, bare] = targets.map((target) => medianOf(loads.get(target) ?? []));
  if (!gateway || !bare) return;
  console.log(`\nmedian   ${line('gateway', gateway)}\nmedian   ${line('bare', bare)}`);
  console.log(`ratio    ${(gateway.perSecond / bare.perSecond).toFixed(2)}`);
}

function line(name: string, load: Load): string {
  const figures = [
    `${load.perSecond.toFixed(0)}/s`,
    `p50 ${load.p50Ms} ms`,
    `p99 ${load.p99Ms} ms`,
    `CPU ${load.cpuUs.toFixed(0)} µs/request`,
    `RSS ${load.rssMb.toFixed(0)} MB`,
  ];
  return `${name.padEnd(8)} ${figures.join('  ')}${load.refused > 0 ? `  ${load.refused} not 201` : ''}`;
}

function medianOf(loads: readonly Load[]): Load {
  const of = (figure: keyof Load): number => median(loads.map((load) => load[figure]));
  return {
    perSecond: of('perSecond'),
    p50Ms: of('p50Ms'),
    p99Ms: of('p99Ms'),
    cpuUs: of('cpuUs'),
    rssMb: of('rssMb'),
    refused: of('refused'),
  };
}

await main().catch((error: unknown) => {
  reportFailure(error);
  process.exitCode = 1;
});
