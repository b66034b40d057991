import type { Dashboard } from './dashboard.ts';

/** Is the system well? */
export const overview: Dashboard = {
  uid: 'celerity-overview',
  title: 'Celerity: overview',
  rows: [
    {
      title: 'Now',
      panels: [
        {
          title: 'Tasks a second',
          kind: 'stat',
          width: 4,
          unit: 'ops',
          queries: { accepted: 'sum(rate(celerity_tasks_total{state="PENDING"}[5m]))' },
        },
        {
          title: 'Failed in the last hour',
          kind: 'stat',
          width: 4,
          queries: { failed: 'sum(increase(celerity_tasks_total{state="FAILURE"}[1h])) or vector(0)' },
        },
        {
          title: 'Waiting',
          kind: 'stat',
          width: 4,
          queries: { waiting: 'sum(celerity_queue_depth{queue!~"dead|timers"})' },
        },
        {
          title: 'Delayed and retrying',
          kind: 'stat',
          width: 4,
          queries: { delayed: 'max(celerity_timers_waiting) or vector(0)' },
        },
        {
          title: 'Busy slots',
          kind: 'stat',
          width: 4,
          unit: 'percentunit',
          queries: { busy: 'sum(celerity_worker_running_attempts) / sum(celerity_worker_slots)' },
        },
        {
          title: 'History behind',
          kind: 'stat',
          width: 4,
          unit: 's',
          queries: { behind: 'max(celerity_journal_lag_seconds)' },
        },
      ],
    },
    {
      title: 'Flow',
      panels: [
        {
          title: 'Tasks by what became of them',
          kind: 'timeseries',
          unit: 'ops',
          queries: { '{{state}}': 'sum by (state) (rate(celerity_tasks_total[5m]))' },
        },
        {
          title: 'Waiting by queue',
          kind: 'timeseries',
          queries: { '{{queue}}': 'max by (queue) (celerity_queue_depth)' },
        },
        {
          title: 'Time until a task starts',
          kind: 'timeseries',
          unit: 's',
          queries: {
            p50: 'histogram_quantile(0.5, sum by (le) (rate(celerity_task_wait_seconds_bucket[5m])))',
            p95: 'histogram_quantile(0.95, sum by (le) (rate(celerity_task_wait_seconds_bucket[5m])))',
            p99: 'histogram_quantile(0.99, sum by (le) (rate(celerity_task_wait_seconds_bucket[5m])))',
          },
        },
        {
          title: 'Requests and 5xx',
          kind: 'timeseries',
          unit: 'reqps',
          queries: {
            requests: 'sum(rate(celerity_http_request_duration_seconds_count[5m]))',
            '5xx': 'sum(rate(celerity_http_request_duration_seconds_count{status=~"5.."}[5m])) or vector(0)',
          },
        },
      ],
    },
    {
      title: 'Health',
      panels: [
        {
          title: 'What each service can use',
          kind: 'bargauge',
          width: 24,
          unit: 'bool_on_off',
          queries: { '{{service}}: {{dependency}}': 'min by (service, dependency) (celerity_health_up)' },
        },
      ],
    },
  ],
};
