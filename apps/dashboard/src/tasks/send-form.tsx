import type { TaskTypeView } from '@celerity/contracts';
import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { FormFrame } from '../components/form-frame.js';
import { useNotices } from '../components/toasts.js';
import { problemsOf } from '../forms/problems-of.js';
import { fieldsOf, kwargsOf, type JsonSchema, type SchemaField } from '../forms/schema-fields.js';
import { SchemaForm } from '../forms/schema-form.js';
import { useMessages } from '../messages/language.js';
import { useClient } from '../session/session.js';

/** A form made of the contract's own schema. */
export function SendForm({ type }: { readonly type: TaskTypeView }) {
  const messages = useMessages();
  const client = useClient();
  const notices = useNotices();
  const [, navigate] = useLocation();
  const fields = useMemo(() => fieldsOf(type.input as JsonSchema), [type]);
  const options: readonly SchemaField[] = useMemo(() => optionFields(), []);
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const [unreadable, setUnreadable] = useState<Readonly<Record<string, string>>>({});
  // A repeat of the same form after a lost answer sends nothing twice; an edited one is another task.
  const form = JSON.stringify([typed, chosen]);
  const idempotencyKey = useMemo(() => `${crypto.randomUUID()}${form.slice(0, 0)}`, [form]);

  const send = useMutation({
    mutationFn: (kwargs: Record<string, unknown>) =>
      client.send(type.task_name, { kwargs, ...kwargsOf(options, chosen).kwargs }, { idempotencyKey }),
    onSuccess: ({ task_id }) => {
      notices.done(messages.sent);
      navigate(`/tasks/${task_id}`);
    },
  });
  const refused = useMemo(() => problemsOf(send.error), [send.error]);

  const submit = (): void => {
    const { kwargs, problems } = kwargsOf(fields, typed);
    const told = Object.keys(problems).map((name) => [name, messages.notJson] as const);
    setUnreadable(Object.fromEntries(told));
    if (told.length === 0) send.mutate(kwargs);
  };

  return (
    <FormFrame error={send.error} submitLabel={messages.send} isPending={send.isPending} onSubmit={submit}>
      <SchemaForm
        fields={fields}
        typed={typed}
        problems={{ ...refused, ...unreadable }}
        onType={(name, value) => setTyped({ ...typed, [name]: value })}
      />
      <details>
        <summary>{messages.moreOptions}</summary>
        <SchemaForm
          fields={options}
          typed={chosen}
          problems={refused}
          onType={(name, value) => setChosen({ ...chosen, [name]: value })}
        />
      </details>
    </FormFrame>
  );
}

/** What can be said about any task; the API's own names, since people know them from scripts. */
function optionFields(): readonly SchemaField[] {
  return fieldsOf({
    properties: {
      countdown: { type: 'number', minimum: 0, description: 's' },
      priority: { type: 'integer', minimum: 0, maximum: 9 },
      max_retries: { type: 'integer', minimum: 0, maximum: 100 },
    },
  });
}
