import type { Dashboard } from './dashboard.ts';

/** Are the processes well, and who is it that is not? */
export const services: Dashboard = {
  uid: 'celerity-services',
  title: 'Celerity: services',
  choices: [{ name: 'service', label: 'service', metric: 'celerity_health_up' }],
  rows: [
    {
      title: 'Health',
      panels: [
        {
          title: 'Dependencies',
          kind: 'timeseries',
          unit: 'bool_on_off',
          queries: { '{{service}} {{instance}}: {{dependency}}': 'celerity_health_up{service=~"$service"}' },
        },
        {
          title: 'Answering',
          kind: 'timeseries',
          unit: 'bool_on_off',
          queries: { '{{job}} {{instance}}': 'up{job=~"celerity-.+"}' },
        },
      ],
    },
    {
      title: 'Processes',
      panels: [
        {
          title: 'CPU',
          kind: 'timeseries',
          unit: 'percentunit',
          queries: { '{{service}} {{instance}}': 'rate(process_cpu_seconds_total{service=~"$service"}[5m])' },
        },
        {
          title: 'Memory',
          kind: 'timeseries',
          unit: 'bytes',
          queries: { '{{service}} {{instance}}': 'process_resident_memory_bytes{service=~"$service"}' },
        },
        {
          title: 'Event loop lag, 99th percentile',
          kind: 'timeseries',
          unit: 's',
          queries: { '{{service}} {{instance}}': 'nodejs_eventloop_lag_p99_seconds{service=~"$service"}' },
        },
        {
          title: 'Requests by route, 95th percentile',
          kind: 'timeseries',
          unit: 's',
          queries: {
            '{{method}} {{route}}':
              'histogram_quantile(0.95, sum by (le, method, route) (rate(celerity_http_request_duration_seconds_bucket[5m])))',
          },
        },
        {
          title: 'Publishes by what the broker said',
          kind: 'timeseries',
          unit: 'ops',
          queries: {
            '{{service}} {{outcome}}':
              'sum by (service, outcome) (rate(celerity_publishes_total{service=~"$service"}[5m]))',
          },
        },
        {
          title: 'Journal offset projected',
          kind: 'timeseries',
          queries: { offset: 'max(celerity_journal_projected_offset)' },
        },
        {
          title: 'History behind',
          kind: 'timeseries',
          unit: 's',
          queries: { behind: 'max(celerity_journal_lag_seconds)' },
        },
      ],
    },
  ],
};
