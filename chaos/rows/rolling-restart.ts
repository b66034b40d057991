import type { ServiceProcess } from '../system/service-process.ts';
import { APPS, type App, type System } from '../system/system.ts';
import { until } from '../system/until.ts';
import type { Row, RowRun } from './row.ts';

/** The order of docs/deployment.md: whoever answers a question is at least as new as who asks it. */
const ORDER = ['monitor', 'worker', 'beat', 'gateway'] as const satisfies readonly App[];
const READS = [
  '/api/core/tasks?limit=20',
  '/api/core/tasks/history?limit=20',
  '/api/core/tasks/stats',
  '/api/core/workers',
  '/api/core/workers/queues',
  '/api/core/schedules',
];
const READERS = 2;
/** Answers to reads between two restarts, so that each replica that is new has also been asked. */
const BETWEEN = 12;

export const rollingRestart: readonly Row[] = [
  {
    id: 'rolling-restart',
    title: 'every service, gateways too, restarted in turn under writes and reads, with a replica beside it',
    starred: true,
    promises: 'G3 G11 G12',
    async run(row) {
      const system = await row.start();
      for (const app of APPS) await system.add(app).start();
      const end = new AbortController();
      const answers = new Map<number | string, number>();
      const loading = row.load(100_000, { atOnce: 4, paceMs: 30, until: end.signal });
      const reading = Promise.all(
        Array.from({ length: READERS }, (_, n) => read(system, n, answers, end.signal)),
      );
      const reads = () => [...answers.values()].reduce((sum, count) => sum + count, 0);
      try {
        for (const app of ORDER) {
          for (const n of [0, 1]) {
            const before = reads();
            await until('reads go on', () => reads() >= before + BETWEEN);
            await replace(row, system.first(app, n));
          }
        }
        const before = reads();
        await until('reads go on', () => reads() >= before + BETWEEN);
      } finally {
        end.abort();
        await Promise.all([loading, reading]);
      }
      row.healed();
      const written = new Map<number | string, number>();
      for (const { status } of system.ledger.submissions) count(written, status ?? 'no answer');
      row.measure('answers to writes', described(written));
      row.measure('answers to reads', described(answers));
      for (const [kind, seen] of [
        ['write', written],
        ['read', answers],
      ] as const)
        for (const status of seen.keys())
          row.expect(isAllowed(status), `${seen.get(status)} times a ${kind} was answered with ${status}`);
    },
  },
];

/** As a rolling update does: out of the load balancer, SIGTERM while requests are still under way, a new one, ready. */
async function replace(row: RowRun, service: ServiceProcess): Promise<void> {
  service.inRotation = false;
  const code = await service.stop();
  row.expect(code === 0, `${service.spec.label} ended with ${code}, not with 0`);
  await service.start();
  service.inRotation = true;
}

async function read(
  system: System,
  first: number,
  answers: Map<number | string, number>,
  end: AbortSignal,
): Promise<void> {
  for (let n = first; !end.aborted; n += 1) {
    const path = READS[n % READS.length] ?? '/';
    const status = await system.client.get(path).then(
      (answer) => answer.status,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    count(answers, status);
  }
}

/** 503 is an answer that a client may repeat; no answer, or another 5xx, is not. */
function isAllowed(status: number | string): boolean {
  return typeof status === 'number' && (status < 400 || status === 503);
}

function count(answers: Map<number | string, number>, status: number | string): void {
  answers.set(status, (answers.get(status) ?? 0) + 1);
}

function described(answers: ReadonlyMap<number | string, number>): string {
  return [...answers].map(([status, times]) => `${times} × ${status}`).join(', ');
}
