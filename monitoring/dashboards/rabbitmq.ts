import type { Dashboard } from './dashboard.ts';

const on = 'job="rabbitmq", instance=~"$instance"';

/** How is the broker? Needs its plugin rabbitmq_prometheus. */
export const rabbitmq: Dashboard = {
  uid: 'celerity-rabbitmq',
  title: 'Celerity: RabbitMQ',
  choices: [{ name: 'instance', label: 'instance', metric: 'rabbitmq_queues' }],
  rows: [
    {
      title: 'Does it take what we send?',
      panels: [
        {
          title: 'Alarms',
          kind: 'stat',
          width: 6,
          description: 'Above zero it blocks whoever publishes: out of memory, disk or file descriptors.',
          queries: {
            alarms: `sum({__name__=~"rabbitmq_alarms_(memory_used_watermark|free_disk_space_watermark|file_descriptor_limit)", ${on}})`,
          },
        },
        {
          title: 'Memory, of its limit',
          kind: 'stat',
          width: 6,
          unit: 'percentunit',
          queries: {
            '{{instance}}': `rabbitmq_process_resident_memory_bytes{${on}} / rabbitmq_resident_memory_limit_bytes{${on}}`,
          },
        },
        {
          title: 'Disk left above its limit',
          kind: 'stat',
          width: 6,
          unit: 'bytes',
          queries: {
            '{{instance}}': `rabbitmq_disk_space_available_bytes{${on}} - rabbitmq_disk_space_available_limit_bytes{${on}}`,
          },
        },
        {
          title: 'Connections',
          kind: 'stat',
          width: 6,
          queries: { connections: `sum(rabbitmq_connections{${on}})` },
        },
        {
          title: 'Messages in and out',
          kind: 'timeseries',
          unit: 'ops',
          queries: {
            published: `sum(rate(rabbitmq_global_messages_received_total{${on}}[5m]))`,
            confirmed: `sum(rate(rabbitmq_global_messages_confirmed_total{${on}}[5m]))`,
            'delivered, to be acked': `sum(rate(rabbitmq_global_messages_delivered_consume_manual_ack_total{${on}}[5m]))`,
            acked: `sum(rate(rabbitmq_global_messages_acknowledged_total{${on}}[5m]))`,
          },
        },
        {
          title: 'Redelivered, returned',
          kind: 'timeseries',
          unit: 'ops',
          queries: {
            redelivered: `sum(rate(rabbitmq_global_messages_redelivered_total{${on}}[5m]))`,
            'returned: no queue': `sum(rate(rabbitmq_global_messages_unroutable_returned_total{${on}}[5m]))`,
          },
        },
        {
          title: 'Messages held',
          kind: 'timeseries',
          queries: {
            ready: `sum(rabbitmq_queue_messages_ready{${on}})`,
            unacked: `sum(rabbitmq_queue_messages_unacked{${on}})`,
          },
        },
        {
          title: 'Time to commit to the Raft log',
          kind: 'timeseries',
          unit: 's',
          description: 'Of quorum queues: how long the disks of a majority take.',
          queries: { '{{instance}}': `rabbitmq_raft_entry_commit_latency_seconds{${on}}` },
        },
      ],
    },
    {
      title: 'Process',
      panels: [
        {
          title: 'Memory',
          kind: 'timeseries',
          unit: 'bytes',
          queries: {
            '{{instance}} used': `rabbitmq_process_resident_memory_bytes{${on}}`,
            '{{instance}} limit': `rabbitmq_resident_memory_limit_bytes{${on}}`,
          },
        },
        {
          title: 'Connections, channels, consumers, queues',
          kind: 'timeseries',
          queries: {
            connections: `sum(rabbitmq_connections{${on}})`,
            channels: `sum(rabbitmq_channels{${on}})`,
            consumers: `sum(rabbitmq_consumers{${on}})`,
            queues: `sum(rabbitmq_queues{${on}})`,
          },
        },
        {
          title: 'Connections opened and closed',
          kind: 'timeseries',
          unit: 'ops',
          description: 'Ours stay open: much of this is somebody who reconnects all the time.',
          queries: {
            opened: `sum(rate(rabbitmq_connections_opened_total{${on}}[5m]))`,
            closed: `sum(rate(rabbitmq_connections_closed_total{${on}}[5m]))`,
          },
        },
        {
          title: 'File descriptors, of their limit',
          kind: 'timeseries',
          unit: 'percentunit',
          queries: {
            '{{instance}}': `rabbitmq_process_open_fds{${on}} / rabbitmq_process_max_fds{${on}}`,
          },
        },
      ],
    },
  ],
};
