import type { Dashboard } from './dashboard.ts';

const of = 'job="postgres", datname=~"$database"';

/** How is the database? Needs postgres_exporter. */
export const postgres: Dashboard = {
  uid: 'celerity-postgres',
  title: 'Celerity: PostgreSQL',
  choices: [{ name: 'database', label: 'datname', metric: 'pg_stat_database_numbackends' }],
  rows: [
    {
      title: 'Does it keep up?',
      panels: [
        { title: 'Answers', kind: 'stat', width: 6, unit: 'bool_on_off', queries: { up: 'min(pg_up)' } },
        {
          title: 'Connections, of the most allowed',
          kind: 'stat',
          width: 6,
          unit: 'percentunit',
          queries: {
            used: 'sum(pg_stat_activity_count{job="postgres"}) / max(pg_settings_max_connections{job="postgres"})',
          },
        },
        {
          title: 'Longest transaction',
          kind: 'stat',
          width: 6,
          unit: 's',
          description:
            'A long one keeps vacuum from its work, and may hold the rows of a schedule or a lease.',
          queries: { longest: `max(pg_stat_activity_max_tx_duration{${of}})` },
        },
        {
          title: 'Size',
          kind: 'stat',
          width: 6,
          unit: 'bytes',
          queries: { '{{datname}}': `sum by (datname) (pg_database_size_bytes{${of}})` },
        },
        {
          title: 'Transactions',
          kind: 'timeseries',
          unit: 'ops',
          queries: {
            '{{datname}} committed': `sum by (datname) (rate(pg_stat_database_xact_commit{${of}}[5m]))`,
            '{{datname}} rolled back': `sum by (datname) (rate(pg_stat_database_xact_rollback{${of}}[5m]))`,
          },
        },
        {
          title: 'Rows written',
          kind: 'timeseries',
          unit: 'ops',
          queries: {
            inserted: `sum(rate(pg_stat_database_tup_inserted{${of}}[5m]))`,
            updated: `sum(rate(pg_stat_database_tup_updated{${of}}[5m]))`,
            deleted: `sum(rate(pg_stat_database_tup_deleted{${of}}[5m]))`,
          },
        },
        {
          title: 'Connections by what they do',
          kind: 'timeseries',
          queries: { '{{state}}': `sum by (state) (pg_stat_activity_count{${of}})` },
        },
        {
          title: 'Read from memory',
          kind: 'timeseries',
          unit: 'percentunit',
          queries: {
            hits: `sum(rate(pg_stat_database_blks_hit{${of}}[5m])) / (sum(rate(pg_stat_database_blks_hit{${of}}[5m])) + sum(rate(pg_stat_database_blks_read{${of}}[5m])))`,
          },
        },
        {
          title: 'Locks',
          kind: 'timeseries',
          queries: { '{{mode}}': `sum by (mode) (pg_locks_count{${of}})` },
        },
        {
          title: 'Deadlocks, and bytes in temporary files',
          kind: 'timeseries',
          queries: {
            deadlocks: `sum(increase(pg_stat_database_deadlocks{${of}}[5m]))`,
            'temporary bytes': `sum(increase(pg_stat_database_temp_bytes{${of}}[5m]))`,
          },
        },
        {
          title: 'Checkpoints',
          kind: 'timeseries',
          description: 'Requested ones: max_wal_size is small for what is written.',
          queries: {
            timed: 'sum(increase(pg_stat_bgwriter_checkpoints_timed_total{job="postgres"}[15m]))',
            requested: 'sum(increase(pg_stat_bgwriter_checkpoints_req_total{job="postgres"}[15m]))',
          },
        },
      ],
    },
  ],
};
