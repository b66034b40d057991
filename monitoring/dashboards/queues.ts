import type { Dashboard } from './dashboard.ts';

const of = 'queue=~"$queue"';

/** Where does it pile up, and who works on it? */
export const queues: Dashboard = {
  uid: 'celerity-queues',
  title: 'Celerity: queues and workers',
  choices: [{ name: 'queue', label: 'queue', metric: 'celerity_queue_depth' }],
  rows: [
    {
      title: 'Queues',
      panels: [
        {
          title: 'Ready',
          kind: 'timeseries',
          queries: { '{{queue}}': `max by (queue) (celerity_queue_depth{${of}})` },
        },
        {
          title: 'Consumers',
          kind: 'timeseries',
          queries: { '{{queue}}': `max by (queue) (celerity_queue_consumers{${of}})` },
        },
        {
          title: 'In and out',
          kind: 'timeseries',
          unit: 'ops',
          queries: {
            '{{queue}} accepted': `sum by (queue) (rate(celerity_tasks_total{${of}, state="PENDING"}[5m]))`,
            '{{queue}} ended': `sum by (queue) (rate(celerity_tasks_total{${of}, state=~"SUCCESS|FAILURE|REVOKED|EXPIRED"}[5m]))`,
          },
        },
        {
          title: 'Longest wait now',
          kind: 'timeseries',
          unit: 's',
          queries: { '{{queue}}': 'max by (queue) (celerity_queue_oldest_seconds)' },
        },
        {
          title: 'Wait, 99th percentile',
          kind: 'timeseries',
          unit: 's',
          queries: {
            '{{queue}}': `histogram_quantile(0.99, sum by (le, queue) (rate(celerity_task_wait_seconds_bucket{${of}}[5m])))`,
          },
        },
      ],
    },
    {
      title: 'Workers',
      panels: [
        {
          title: 'Running, and slots',
          kind: 'timeseries',
          queries: {
            '{{instance}} running': 'sum by (instance) (celerity_worker_running_attempts)',
            '{{instance}} slots': 'sum by (instance) (celerity_worker_slots)',
          },
        },
        {
          title: 'Memory',
          kind: 'timeseries',
          unit: 'bytes',
          queries: { '{{instance}}': 'process_resident_memory_bytes{service="worker"}' },
        },
      ],
    },
  ],
};
