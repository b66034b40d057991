import autocannon from 'autocannon';
import type { ProcessIdentity } from '@celerity/tools/local/process/process-identity.ts';
import { cpuUsOf, residentMbOf } from '../measure/process-tree.ts';

/** What is loaded: one URL of one process. */
export interface Target {
  readonly name: string;
  readonly identity: ProcessIdentity;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What came out of one load. */
export interface Load {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of the target's process, per answered request. */
  readonly cpuUs: number;
  readonly rssMb: number;
  /** Answers that were no 201. */
  readonly refused: number;
}

/** 200 bytes of JSON. */
const BODY = JSON.stringify({ task_name: 'test_task', kwargs: { message: 'x'.repeat(143) } });

export async function loadOnce(target: Target, connections: number, seconds: number): Promise<Load> {
  const cpuBefore = cpuUsOf([target.identity.pid]);
  const result = await autocannon({
    url: target.url,
    method: 'POST',
    headers: { ...target.headers, 'content-type': 'application/json' },
    body: BODY,
    connections,
    duration: seconds,
  });
  const answered = result['2xx'] + result.non2xx;
  return {
    perSecond: result['2xx'] / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    cpuUs: (cpuUsOf([target.identity.pid]) - cpuBefore) / Math.max(1, answered),
    rssMb: residentMbOf(target.identity.pid),
    refused: result.non2xx + result.errors,
  };
}
