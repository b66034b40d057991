import type { TaskTypeView } from '@celerity/contracts';
import { Answer } from '../components/answer.js';
import { JsonBlock } from '../components/json-block.js';
import { PageHead, Panel } from '../components/panel.js';
import { SendForm } from '../tasks/send-form.js';
import { useMessages } from '../messages/language.js';
import { useMay } from '../session/session.js';
import { useTaskTypes } from '../tasks/use-task-types.js';
import { NotFoundPage } from './not-found-page.js';

/** One task's contract, and the form that sends it. */
export function SendTaskPage({ name }: { readonly name: string }) {
  const types = useTaskTypes();
  return (
    <Answer of={types}>
      {({ results }) => {
        const type = results.find(({ task_name }) => task_name === name);
        return type ? <TaskType type={type} /> : <NotFoundPage />;
      }}
    </Answer>
  );
}

function TaskType({ type }: { readonly type: TaskTypeView }) {
  const messages = useMessages();
  const maySend = useMay('operator');
  return (
    <>
      <PageHead
        title={type.task_name}
        note={
          <>
            {type.summary}
            <br />
            {messages.queueAndEffect(type.queue, type.effect)}
          </>
        }
      />
      <div className="columns">
        <Panel title={messages.send}>
          {maySend ? <SendForm type={type} /> : <p className="muted">{messages.maySendNot}</p>}
        </Panel>
        <div>
          <Panel title={messages.limits}>
            <JsonBlock value={type.limits} label={messages.limits} />
          </Panel>
          <Panel title={messages.retries}>
            <JsonBlock value={type.retry} label={messages.retries} />
          </Panel>
        </div>
      </div>
    </>
  );
}
