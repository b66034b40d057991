import { type SystemStats, TASK_STATES, type TasksByState, type WorkerView } from '@celerity/contracts';

/** A worker that has not been heard of for a while. */
export const OFFLINE_WORKER: WorkerView = {
  worker_id: 'w',
  hostname: 'host',
  pid: 1,
  status: 'offline',
  queues: ['default'],
  concurrency: 10,
  active: 0,
  unacked: 0,
  processed: 7,
  uptime_s: 60,
  rss_bytes: 80_000_000,
  event_loop_lag_ms: 1.5,
  version: '0.1.0',
  last_seen_at: '2026-01-01T00:00:00.000Z',
};

/** The overview of a system in which nothing was ever done. */
export const NOTHING_HAPPENED: SystemStats = {
  tasks: Object.fromEntries(TASK_STATES.map((state) => [state, 0])) as unknown as TasksByState,
  throughput: { last_minute: 0, last_hour: 0, failures_last_hour: 0 },
  queues: [],
  workers: { online: 0, stopping: 0, offline: 1 },
  journal: { projected_offset: 0, lag_s: null },
};
