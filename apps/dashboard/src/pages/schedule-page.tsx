import type { ScheduleView } from '@celerity/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { Answer } from '../components/answer.js';
import { JsonBlock } from '../components/json-block.js';
import { PageHead, Panel } from '../components/panel.js';
import { Table } from '../components/table.js';
import { useFormat } from '../format/use-format.js';
import { useRefetchInterval } from '../live/refresh.js';
import { useMessages } from '../messages/language.js';
import { DeleteSchedule } from '../schedules/delete-schedule.js';
import { planOf } from '../schedules/plan-of.js';
import { RunTimes } from '../schedules/run-times.js';
import { ScheduleActions } from '../schedules/schedule-actions.js';
import { ScheduleEditor } from '../schedules/schedule-editor.js';
import { useClient, useMay } from '../session/session.js';

const NEXT = 10;

export function SchedulePage({ id }: { readonly id: string }) {
  const client = useClient();
  const schedule = useQuery({
    queryKey: ['schedule', id],
    queryFn: ({ signal }) => client.schedules.show(id, { signal }),
    refetchInterval: useRefetchInterval(),
  });
  return <Answer of={schedule}>{(data) => <Schedule schedule={data} />}</Answer>;
}

function Schedule({ schedule }: { readonly schedule: ScheduleView }) {
  const messages = useMessages();
  const format = useFormat();
  const mayEdit = useMay('operator');
  return (
    <>
      <PageHead
        title={
          <>
            {schedule.id}{' '}
            <span className="badge" data-state={schedule.status}>
              {messages.scheduleStates[schedule.status]}
            </span>
          </>
        }
        note={schedule.problem ?? schedule.description ?? planOf(schedule, messages, format.moment)}
      >
        <ScheduleActions schedule={schedule} />
        {mayEdit && <DeleteSchedule schedule={schedule} />}
      </PageHead>
      <div className="columns">
        <NextRuns schedule={schedule} />
        {mayEdit && <ScheduleEditor key={schedule.version} schedule={schedule} />}
        <Panel title={messages.task}>
          <p>
            <Link href={`/task-types/${encodeURIComponent(schedule.task_name)}`}>{schedule.task_name}</Link>
          </p>
          <JsonBlock value={schedule.kwargs} label={messages.arguments} />
        </Panel>
        <Changes schedule={schedule} />
      </div>
    </>
  );
}

function NextRuns({ schedule: { id, version } }: { readonly schedule: ScheduleView }) {
  const messages = useMessages();
  const client = useClient();
  const next = useQuery({
    queryKey: ['schedule', id, 'next', version],
    queryFn: ({ signal }) => client.schedules.next(id, NEXT, { signal }),
    refetchInterval: useRefetchInterval(),
  });
  return (
    <Panel title={messages.nextRuns}>
      <Answer of={next}>{(data) => <RunTimes next={data} />}</Answer>
    </Panel>
  );
}

function Changes({ schedule: { id, version } }: { readonly schedule: ScheduleView }) {
  const messages = useMessages();
  const format = useFormat();
  const client = useClient();
  const changes = useQuery({
    queryKey: ['schedule', id, 'changes', version],
    queryFn: ({ signal }) => client.schedules.changes(id, { limit: 20 }, { signal }),
  });
  return (
    <Panel title={messages.changes} flush>
      <Answer of={changes}>
        {({ results }) => (
          <Table
            label={messages.changes}
            none={messages.noChanges}
            rows={results}
            keyOf={(change) => String(change.id)}
            columns={[
              { name: messages.when, cell: ({ at }) => format.shortMoment(at) },
              { name: messages.who, cell: ({ actor }) => actor },
              { name: messages.changes, cell: ({ action }) => action },
            ]}
          />
        )}
      </Answer>
    </Panel>
  );
}
