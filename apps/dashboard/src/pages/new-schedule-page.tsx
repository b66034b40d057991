import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { Field } from '../components/field.js';
import { FormFrame } from '../components/form-frame.js';
import { PageHead, Panel } from '../components/panel.js';
import { useNotices } from '../components/toasts.js';
import { problemsOf } from '../forms/problems-of.js';
import { fieldsOf, type JsonSchema } from '../forms/schema-fields.js';
import { useMessages } from '../messages/language.js';
import { PlanPreview } from '../schedules/plan-preview.js';
import { EMPTY_DRAFT, ruleOf, scheduleOf } from '../schedules/schedule-draft.js';
import { ScheduleForm } from '../schedules/schedule-form.js';
import { useClient, useMay } from '../session/session.js';
import { useTaskTypes } from '../tasks/use-task-types.js';

/** A schedule to be made, and when it would fire. */
export function NewSchedulePage() {
  const messages = useMessages();
  const mayEdit = useMay('operator');
  return (
    <>
      <PageHead title={messages.newSchedule} />
      {mayEdit ? <NewSchedule /> : <p className="muted">{messages.mayScheduleNot}</p>}
    </>
  );
}

function NewSchedule() {
  const messages = useMessages();
  const client = useClient();
  const notices = useNotices();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const types = useTaskTypes().data?.results ?? [];
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const type = types.find(({ task_name }) => task_name === draft.task_name);
  const fields = useMemo(() => fieldsOf((type?.input ?? {}) as JsonSchema), [type]);
  const { schedule, problems } = scheduleOf(draft, fields);
  const create = useMutation({
    mutationFn: () => client.schedules.create(schedule),
    onSuccess: ({ id }) => {
      notices.done(messages.saved);
      navigate(`/schedules/${encodeURIComponent(id)}`);
      return queries.invalidateQueries({ queryKey: ['schedules'] });
    },
  });
  const refused = problemsOf(create.error);
  const unreadable = Object.fromEntries(Object.keys(problems).map((name) => [name, messages.notJson]));
  const submit = (): void => {
    if (Object.keys(problems).length === 0) create.mutate();
  };
  return (
    <div className="columns">
      <Panel title={messages.plan}>
        <FormFrame
          error={create.error}
          submitLabel={messages.createSchedule}
          isPending={create.isPending}
          onSubmit={submit}
        >
          <ScheduleForm
            draft={draft}
            onDraft={setDraft}
            argumentFields={fields}
            problems={{ ...refused, ...unreadable }}
          >
            <Field label={messages.name} hint={messages.scheduleHints.id} problem={refused['id']}>
              {(ties) => (
                <input
                  {...ties}
                  required
                  maxLength={63}
                  value={draft.typed['id'] ?? ''}
                  onChange={({ target }) =>
                    setDraft({ ...draft, typed: { ...draft.typed, id: target.value } })
                  }
                />
              )}
            </Field>
            <Field label={messages.task} problem={refused['task_name']}>
              {(ties) => (
                <select
                  {...ties}
                  required
                  value={draft.task_name}
                  onChange={({ target }) => setDraft({ ...draft, task_name: target.value, kwargs: {} })}
                >
                  <option value="">{messages.notSet}</option>
                  {types.map(({ task_name }) => (
                    <option key={task_name}>{task_name}</option>
                  ))}
                </select>
              )}
            </Field>
          </ScheduleForm>
        </FormFrame>
      </Panel>
      <PlanPreview rule={ruleOf(draft)} />
    </div>
  );
}
