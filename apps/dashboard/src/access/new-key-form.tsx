import type { Role } from '@celerity/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { CopyButton } from '../components/copy-button.js';
import { FormFrame } from '../components/form-frame.js';
import { problemsOf } from '../forms/problems-of.js';
import { fieldsOf } from '../forms/schema-fields.js';
import { SchemaForm } from '../forms/schema-form.js';
import { useMessages } from '../messages/language.js';
import { useClient } from '../session/session.js';
import { ROLES } from './roles.js';

const FIELDS = fieldsOf({
  required: ['name', 'role'],
  properties: {
    name: { type: 'string', maxLength: 64 },
    role: { type: 'string', enum: ROLES },
    expires_at: { type: 'string', format: 'local-time' },
  },
});

/** Makes a key. It is in the answer and nowhere else: gone with the page. */
export function NewKeyForm() {
  const messages = useMessages();
  const client = useClient();
  const queries = useQueryClient();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const create = useMutation({
    mutationFn: ({ name = '', role = '', expires_at }: Readonly<Record<string, string>>) =>
      client.apiKeys.create({
        name,
        role: role as Role,
        ...(expires_at ? { expires_at: new Date(expires_at).toISOString() } : {}),
      }),
    onSuccess: () => {
      setTyped({});
      return queries.invalidateQueries({ queryKey: ['api-keys'] });
    },
  });
  return (
    <FormFrame
      error={create.error}
      submitLabel={messages.createKey}
      isPending={create.isPending}
      onSubmit={() => create.mutate(typed)}
    >
      {create.data && (
        <div className="notice secret" role="status">
          <span>{messages.keyOnce(create.data.name)}</span>
          <code>{create.data.key}</code>
          <div className="actions">
            <CopyButton text={create.data.key} what={create.data.name} />
            <button type="button" className="button small" onClick={() => create.reset()}>
              {messages.hide}
            </button>
          </div>
        </div>
      )}
      <SchemaForm
        fields={FIELDS}
        labels={{ name: messages.name, role: messages.role, expires_at: messages.expires }}
        hints={{ expires_at: messages.neverUnlessSet }}
        options={messages.roles}
        typed={typed}
        problems={problemsOf(create.error)}
        onType={(name, value) => setTyped({ ...typed, [name]: value })}
      />
    </FormFrame>
  );
}
