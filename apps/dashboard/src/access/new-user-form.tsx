import type { NewUser } from '@celerity/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FormFrame } from '../components/form-frame.js';
import { useNotices } from '../components/toasts.js';
import { fieldsOf } from '../forms/schema-fields.js';
import { problemsOf } from '../forms/problems-of.js';
import { SchemaForm } from '../forms/schema-form.js';
import { useMessages } from '../messages/language.js';
import { useClient } from '../session/session.js';
import { LEAST_PASSWORD, ROLES } from './roles.js';

const FIELDS = fieldsOf({
  required: ['username', 'password', 'role'],
  properties: {
    username: { type: 'string', maxLength: 64 },
    password: { type: 'string', format: 'password', minLength: LEAST_PASSWORD, maxLength: 1024 },
    role: { type: 'string', enum: ROLES },
  },
});

/** Somebody new who may log in. */
export function NewUserForm() {
  const messages = useMessages();
  const client = useClient();
  const notices = useNotices();
  const queries = useQueryClient();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const create = useMutation({
    mutationFn: () => client.users.create(typed as unknown as NewUser),
    onSuccess: ({ username }) => {
      setTyped({});
      notices.done(messages.userCreated(username));
      return queries.invalidateQueries({ queryKey: ['users'] });
    },
  });
  return (
    <FormFrame
      error={create.error}
      submitLabel={messages.createUser}
      isPending={create.isPending}
      onSubmit={() => create.mutate()}
    >
      <SchemaForm
        fields={FIELDS}
        labels={{ username: messages.username, password: messages.password, role: messages.role }}
        hints={{ password: messages.passwordRule(LEAST_PASSWORD) }}
        options={messages.roles}
        typed={typed}
        problems={problemsOf(create.error)}
        onType={(name, value) => setTyped({ ...typed, [name]: value })}
      />
    </FormFrame>
  );
}
