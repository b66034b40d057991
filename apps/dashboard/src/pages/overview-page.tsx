import type { SystemStats, TaskStats } from '@celerity/contracts';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type uPlot from 'uplot';
import { Answer } from '../components/answer.js';
import { Figure } from '../components/figure.js';
import { PageHead, Panel } from '../components/panel.js';
import { TimeChart } from '../components/time-chart.js';
import { useFormat } from '../format/use-format.js';
import { useEventRates } from '../live/live-context.js';
import { useRefetchInterval } from '../live/refresh.js';
import { useSamples } from '../live/use-samples.js';
import { useMessages } from '../messages/language.js';
import { useClient, useMay } from '../session/session.js';
import { DueSchedules } from '../schedules/due-schedules.js';
import { TaskStatsTable } from './task-stats-table.js';

export function OverviewPage() {
  const messages = useMessages();
  const client = useClient();
  const isAdmin = useMay('admin');
  const refetchInterval = useRefetchInterval();
  const queues = useQuery({
    queryKey: ['queues'],
    queryFn: ({ signal }) => client.queues({ signal }),
    refetchInterval,
  });
  const byTask = useQuery({
    queryKey: ['task-stats', '1h'],
    queryFn: ({ signal }) => client.taskStats('1h', { signal }),
    refetchInterval,
  });
  const system = useQuery({
    queryKey: ['stats'],
    queryFn: ({ signal }) => client.stats({ signal }),
    refetchInterval,
    enabled: isAdmin,
  });
  const samples = useSamples(queues.data?.results, queues.dataUpdatedAt);
  const at = useMemo(() => samples.map((sample) => sample.at), [samples]);
  const told = useEventRates();
  // What the stream tells is of this second; the queues' own rates are of the last minute.
  const rates = useMemo(
    () =>
      told.length > 0
        ? ([
            told.map((one) => one.at),
            told.map((one) => one.accepted),
            told.map((one) => one.ended),
          ] as const)
        : ([at, samples.map((one) => one.acceptedRate), samples.map((one) => one.endedRate)] as const),
    [told, at, samples],
  );
  const depth = useMemo(
    () => [at, samples.map((one) => one.waiting), samples.map((one) => one.running)] as const,
    [at, samples],
  );

  return (
    <>
      <PageHead title={messages.overview} />
      <Answer of={queues}>
        {() => <Figures sample={samples.at(-1)} tasks={byTask.data?.results ?? []} system={system.data} />}
      </Answer>
      <div className="columns">
        <Panel title={messages.throughputChart} note={messages.chartSince}>
          <TimeChart
            label={messages.throughputChart}
            lines={[
              { name: messages.accepted, colour: 'chart-1' },
              { name: messages.ended, colour: 'chart-2' },
            ]}
            data={rates as unknown as uPlot.AlignedData}
          />
        </Panel>
        <Panel title={messages.depthChart} note={messages.chartSince}>
          <TimeChart
            label={messages.depthChart}
            lines={[
              { name: messages.waiting, colour: 'chart-3' },
              { name: messages.unacked, colour: 'chart-1' },
            ]}
            data={depth as unknown as uPlot.AlignedData}
          />
        </Panel>
      </div>
      <Panel title={messages.latency} flush>
        <Answer of={byTask}>{({ results }) => <TaskStatsTable rows={results} />}</Answer>
      </Panel>
      <DueSchedules />
    </>
  );
}

function Figures({
  sample,
  tasks,
  system,
}: {
  readonly sample: ReturnType<typeof useSamples>[number] | undefined;
  readonly tasks: readonly TaskStats[];
  readonly system: SystemStats | undefined;
}) {
  const messages = useMessages();
  const format = useFormat();
  const sum = (of: (task: TaskStats) => number) => tasks.reduce((total, task) => total + of(task), 0);
  const failed = sum((task) => task.failed);
  const total = sum((task) => task.total);
  const lag = system?.journal.lag_s ?? 0;
  return (
    <>
      {lag > 10 && (
        <p className="notice" data-kind="failed">
          {messages.historyBehind(format.span(lag))}
        </p>
      )}
      <dl className="figures">
        <Figure
          label={messages.throughput}
          value={format.rate(sample?.endedRate)}
          note={messages.lastMinute}
        />
        <Figure label={messages.ended} value={format.count(total)} note={messages.lastHour} />
        <Figure
          label={messages.failures}
          value={format.count(failed)}
          note={total > 0 ? format.percent(failed / total) : messages.lastHour}
          tone={failed > 0 ? 'bad' : 'good'}
        />
        <Figure
          label={messages.waiting}
          value={format.count(sample?.waiting)}
          note={sample?.oldestAgeS ? messages.oldest(format.span(sample.oldestAgeS)) : messages.noneWaits}
        />
        <Figure label={messages.unacked} value={format.count(sample?.running)} />
        {system && (
          <Figure
            label={messages.workersOnline}
            value={format.count(system.workers.online)}
            note={messages.workersOffline(system.workers.offline)}
            tone={system.workers.online === 0 ? 'bad' : undefined}
          />
        )}
      </dl>
    </>
  );
}
