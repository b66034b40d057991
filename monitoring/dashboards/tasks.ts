import type { Dashboard } from './dashboard.ts';

const of = 'task=~"$task"';

/** How does one task do? */
export const tasks: Dashboard = {
  uid: 'celerity-tasks',
  title: 'Celerity: tasks',
  choices: [{ name: 'task', label: 'task', metric: 'celerity_tasks_total' }],
  rows: [
    {
      title: 'Chosen tasks',
      panels: [
        {
          title: 'Outcomes',
          kind: 'timeseries',
          unit: 'ops',
          queries: {
            '{{task}} {{state}}': `sum by (task, state) (rate(celerity_tasks_total{${of}, state!="PENDING"}[5m]))`,
          },
        },
        {
          title: 'Share that fails',
          kind: 'timeseries',
          unit: 'percentunit',
          queries: {
            '{{task}}': `sum by (task) (rate(celerity_tasks_total{${of}, state="FAILURE"}[15m])) / sum by (task) (rate(celerity_tasks_total{${of}, state=~"SUCCESS|FAILURE"}[15m]))`,
          },
        },
        {
          title: 'Duration, 95th percentile',
          kind: 'timeseries',
          unit: 's',
          queries: {
            '{{task}}': `histogram_quantile(0.95, sum by (le, task) (rate(celerity_task_duration_seconds_bucket{${of}}[15m])))`,
          },
        },
        {
          title: 'Wait, 95th percentile',
          kind: 'timeseries',
          unit: 's',
          queries: {
            '{{task}}': `histogram_quantile(0.95, sum by (le, task) (rate(celerity_task_wait_seconds_bucket{${of}}[15m])))`,
          },
        },
        {
          title: 'Retries',
          kind: 'timeseries',
          unit: 'ops',
          queries: { '{{task}}': `sum by (task) (rate(celerity_tasks_total{${of}, state="RETRY"}[5m]))` },
        },
        {
          title: 'In the last day',
          kind: 'table',
          queries: { '': `sum by (task, state) (increase(celerity_tasks_total{${of}}[24h]))` },
        },
      ],
    },
  ],
};
