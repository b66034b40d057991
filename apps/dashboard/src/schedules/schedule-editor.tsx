import type { ScheduleView } from '@celerity/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useMemo, useState } from 'react';
import { Panel } from '../components/panel.js';
import { useNotices } from '../components/toasts.js';
import { problemsOf } from '../forms/problems-of.js';
import { fieldsOf, type JsonSchema, type SchemaField } from '../forms/schema-fields.js';
import { useMessages } from '../messages/language.js';
import { useClient } from '../session/session.js';
import { useTaskTypes } from '../tasks/use-task-types.js';
import { PlanPreview } from './plan-preview.js';
import { changesOf, draftOf, ruleOf } from './schedule-draft.js';
import { ScheduleForm } from './schedule-form.js';

/** The editor, once the form of the task's arguments is known. */
export function ScheduleEditor({ schedule }: { readonly schedule: ScheduleView }) {
  const type = useTaskTypes().data?.results.find(({ task_name }) => task_name === schedule.task_name);
  const fields = useMemo(() => type && fieldsOf(type.input as JsonSchema), [type]);
  return fields && <Editor schedule={schedule} fields={fields} />;
}

/** Edits of the version that is shown: somebody else's edit in between is refused by the gateway. */
function Editor({
  schedule,
  fields,
}: {
  readonly schedule: ScheduleView;
  readonly fields: readonly SchemaField[];
}) {
  const messages = useMessages();
  const client = useClient();
  const notices = useNotices();
  const queries = useQueryClient();
  const [before] = useState(() => draftOf(schedule, fields));
  const [draft, setDraft] = useState(before);
  const { changes, problems } = changesOf(draft, before, fields);
  const save = useMutation({
    mutationFn: () => client.schedules.edit(schedule.id, changes, { version: schedule.version }),
    onSuccess: () => notices.done(messages.saved),
    onError: notices.failed,
    onSettled: () => queries.invalidateQueries({ queryKey: ['schedule', schedule.id] }),
  });
  const unreadable = Object.fromEntries(Object.keys(problems).map((name) => [name, messages.notJson]));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (Object.keys(problems).length === 0) save.mutate();
  };
  const rule = ruleOf(draft);
  const isNewRule = JSON.stringify(rule) !== JSON.stringify(ruleOf(before));
  return (
    <Panel title={messages.edit}>
      <form className="form" onSubmit={submit}>
        <ScheduleForm
          draft={draft}
          onDraft={setDraft}
          argumentFields={fields}
          problems={{ ...problemsOf(save.error), ...unreadable }}
        />
        <button className="button" data-kind="primary" disabled={save.isPending}>
          {messages.save}
        </button>
      </form>
      {isNewRule && <PlanPreview rule={rule} />}
    </Panel>
  );
}
