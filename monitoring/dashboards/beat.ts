import type { Dashboard } from './dashboard.ts';

/** Do schedules and timers fire, and on time? */
export const beat: Dashboard = {
  uid: 'celerity-beat',
  title: 'Celerity: beat',
  rows: [
    {
      title: 'Schedules and timers',
      panels: [
        {
          title: 'Leaders (one is right)',
          kind: 'stat',
          width: 6,
          queries: { leaders: 'sum(celerity_beat_leader)' },
        },
        {
          title: 'Timers waiting',
          kind: 'stat',
          width: 6,
          queries: { waiting: 'max(celerity_timers_waiting)' },
        },
        {
          title: 'Fired',
          kind: 'timeseries',
          unit: 'ops',
          queries: { '{{kind}}': 'sum by (kind) (rate(celerity_beat_lateness_seconds_count[5m]))' },
        },
        {
          title: 'Lateness',
          kind: 'timeseries',
          unit: 's',
          queries: {
            '{{kind}} p50':
              'histogram_quantile(0.5, sum by (le, kind) (rate(celerity_beat_lateness_seconds_bucket[5m])))',
            '{{kind}} p99':
              'histogram_quantile(0.99, sum by (le, kind) (rate(celerity_beat_lateness_seconds_bucket[5m])))',
          },
        },
        {
          title: 'Who leads',
          kind: 'timeseries',
          queries: { '{{instance}}': 'celerity_beat_leader' },
        },
        {
          title: 'Timers waiting over time',
          kind: 'timeseries',
          queries: { waiting: 'max(celerity_timers_waiting)' },
        },
      ],
    },
  ],
};
