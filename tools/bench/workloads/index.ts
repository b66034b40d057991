import { batch } from './batch.ts';
import { browser } from './browser.ts';
import { dashboard } from './dashboard.ts';
import { delayed } from './delayed.ts';
import { eventStreams } from './event-streams.ts';
import { exports } from './exports.ts';
import { growth } from './growth.ts';
import { httpSubmit } from './http-submit.ts';
import { latency } from './latency.ts';
import { memory } from './memory.ts';
import { projection } from './projection.ts';
import { schedules } from './schedules.ts';
import { throughput } from './throughput.ts';
import type { Workload } from './workload.ts';

/** In the order in which they run. */
export const WORKLOADS: readonly Workload[] = [
  throughput,
  latency,
  batch,
  delayed,
  memory,
  httpSubmit,
  projection,
  dashboard,
  growth,
  schedules,
  exports,
  browser,
  eventStreams,
];
