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
    {
      title: 'Do schedules fire when they should?',
      panels: [
        {
          title: 'Should have fired',
          kind: 'stat',
          width: 6,
          unit: 's',
          description: 'How long the most overdue schedule should have fired already.',
          queries: { overdue: 'max(celerity_schedule_overdue_seconds)' },
        },
        {
          title: 'Fired, not taken by the broker',
          kind: 'stat',
          width: 6,
          unit: 's',
          queries: { unsent: 'max(celerity_schedule_unsent_seconds)' },
        },
        {
          title: 'Cannot fire as written',
          kind: 'stat',
          width: 6,
          queries: { broken: 'max(celerity_schedule_broken)' },
        },
        {
          title: 'Missed in the last day',
          kind: 'stat',
          width: 6,
          queries: { missed: 'sum(increase(celerity_schedule_missed_total[1d]))' },
        },
        {
          title: 'Until each schedule fires next',
          kind: 'timeseries',
          unit: 's',
          description: 'Below zero it is overdue.',
          queries: {
            '{{schedule}}': 'min by (schedule) (celerity_schedule_next_due_timestamp_seconds) - time()',
          },
        },
        {
          title: 'Passed over',
          kind: 'timeseries',
          queries: {
            missed: 'sum(increase(celerity_schedule_missed_total[5m]))',
            'former task still ran': 'sum(increase(celerity_schedule_skipped_total[5m]))',
          },
        },
      ],
    },
  ],
};
