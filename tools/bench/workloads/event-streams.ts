import { setTimeout as pause } from 'node:timers/promises';
import { startBenchProcess } from '../http/bench-process.ts';
import { startGateway } from '../http/gateway-process.ts';
import { ownPrefix, type OwnPrefix } from '../ground/own-prefix.ts';
import { residentMbOf } from '../measure/process-tree.ts';
import { deafClient } from '../streams/deaf-client.ts';
import { mixedLoad } from '../streams/mixed-load.ts';
import { toldEnds } from '../streams/told-ends.ts';
import { ReadingClient } from '../streams/reading-client.ts';
import type { Workload } from './workload.ts';

const CLIENTS = 200;
/** Of them, those that never read. */
const DEAF = 5;
const PER_SECOND = 40;
const SAMPLE_MS = 5_000;
const SETTLE_MS = 15_000;
/** More in the second half of the time than in the first would be memory that streams hold. */
const GROWTH_MB = 30;

/** Clients that follow everything while tasks are sent and people read. */
export const eventStreams: Workload = {
  id: 'E2',
  title: `${CLIENTS} event streams under a mixed load`,
  onlyWhenNamed: true,
  async run({ ground, log, signal, minutes }) {
    await using started = new AsyncDisposableStack();
    const own = await ownPrefix(ground, 'bench_streams', started);
    await startService('monitor', own, started);
    await startService('worker', own, started);
    const gateway = await startGateway(own, started, { EVENT_STREAMS_PER_USER: String(CLIENTS) });
    const load = (seconds: number) => mixedLoad(gateway, { perSecond: PER_SECOND, seconds, signal });
    await load(15);
    const rss = () => residentMbOf(gateway.identity.pid);
    const before = rss();
    const url = new URL('../core/events', gateway.url);
    const readers = Array.from({ length: CLIENTS - DEAF }, () => new ReadingClient());
    for (const reader of readers) await reader.open(url, gateway.headers);
    for (let n = 0; n < DEAF; n += 1) {
      const socket = await deafClient(url, gateway.headers);
      started.defer(() => void socket.destroy());
    }
    log(`${before.toFixed(0)} MB before, ${rss().toFixed(0)} MB with ${CLIENTS} streams`);
    const samples: number[] = [];
    const sampling = setInterval(() => samples.push(rss()), SAMPLE_MS);
    const done = await load(minutes * 60).finally(() => clearInterval(sampling));
    await pause(SETTLE_MS, undefined, { signal });
    const told = toldEnds(readers, done.accepted);
    const cut = await metricOf(gateway.url, 'celerity_gateway_event_streams_cut_total');
    const lost = readers.filter(({ ended }) => ended !== null).length;
    await Promise.all(readers.map((reader) => reader.leave()));
    await pause(SETTLE_MS, undefined, { signal });
    const half = samples.length / 2;
    const [early, late] = [samples.slice(0, half), samples.slice(half)];
    return {
      figures: {
        gateway: {
          ...{ 'tasks accepted': done.accepted.length, reads: done.reads },
          ...Object.fromEntries(done.refused),
          'events delivered': readers.reduce((sum, { events }) => sum + events, 0),
          ...{ 'MB before': before, 'MB at most': Math.max(...samples), 'MB after': rss() },
          'MB grown in the second half': Math.max(...late) - Math.max(...early),
          'ends told of tasks not known as accepted': told.surplus,
          'slow readers cut': cut,
          'streams open after': await metricOf(gateway.url, 'celerity_gateway_event_streams'),
        },
      },
      checks: [
        {
          what: 'ends of accepted tasks that a reader was not told',
          value: told.missed,
          better: 'less',
          must: 0,
        },
        { what: 'ends that a reader was told again', value: told.repeated, better: 'less', must: 0 },
        { what: 'readers that were cut or ended', value: lost, better: 'less', must: 0 },
        { what: 'slow readers cut', value: cut, better: 'more', must: DEAF },
        {
          what: 'MB grown in the second half',
          value: Math.max(...late) - Math.max(...early),
          better: 'less',
          must: GROWTH_MB,
        },
      ],
    };
  },
};

async function startService(
  name: 'monitor' | 'worker',
  own: OwnPrefix,
  started: AsyncDisposableStack,
): Promise<void> {
  await startBenchProcess(
    {
      name,
      script: `apps/${name}/dist/main.js`,
      env: { AMQP_URL: own.amqpUrl, DATABASE_URL: own.databaseUrl, CELERITY_PREFIX: own.prefix },
      dir: own.home,
      readyPath: '/health/ready',
    },
    started,
  );
}

async function metricOf(url: string, name: string): Promise<number> {
  const text = await (await fetch(new URL('/metrics', url))).text();
  return Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(text)?.[1] ?? 0);
}
