import type { ScheduleChanges, ScheduleView } from '@celerity/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Panel } from '../components/panel.js';
import { useNotices } from '../components/toasts.js';
import { fieldsOf, kwargsOf } from '../forms/schema-fields.js';
import { SchemaForm } from '../forms/schema-form.js';
import { useMessages } from '../messages/language.js';
import { useClient } from '../session/session.js';

/** Edits of the version that is shown: somebody else's edit in between is refused by the gateway. */
export function ScheduleEditor({ schedule }: { readonly schedule: ScheduleView }) {
  const messages = useMessages();
  const client = useClient();
  const notices = useNotices();
  const queries = useQueryClient();
  const fields = fieldsOf({
    properties: {
      description: { type: 'string', maxLength: 500 },
      ...(schedule.cron === null
        ? { every_seconds: { type: 'number', minimum: 1 } }
        : { cron: { type: 'string' }, timezone: { type: 'string' } }),
      overlap: { type: 'string', enum: ['allow', 'skip', 'queue'] },
      misfire: { type: 'string', enum: ['skip', 'fire_once', 'fire_all'] },
      jitter_seconds: { type: 'number', minimum: 0 },
    },
  });
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(fields.map(({ name }) => [name, String(schedule[name as keyof ScheduleView] ?? '')])),
  );
  const save = useMutation({
    mutationFn: () =>
      client.schedules.edit(schedule.id, kwargsOf(fields, typed).kwargs as ScheduleChanges, {
        version: schedule.version,
      }),
    onSuccess: () => notices.done(messages.saved),
    onError: notices.failed,
    onSettled: () => queries.invalidateQueries({ queryKey: ['schedule', schedule.id] }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Panel title={messages.edit}>
      <form className="form" onSubmit={submit}>
        <SchemaForm
          fields={fields}
          typed={typed}
          problems={{}}
          onType={(name, value) => setTyped({ ...typed, [name]: value })}
        />
        <button className="button" data-kind="primary" disabled={save.isPending}>
          {messages.save}
        </button>
      </form>
    </Panel>
  );
}
