import type { UserChanges, UserView } from '@celerity/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Confirm } from '../components/confirm.js';
import { Field } from '../components/field.js';
import { useNotices } from '../components/toasts.js';
import { useMessages } from '../messages/language.js';
import { useClient } from '../session/session.js';
import { LEAST_PASSWORD, ROLES } from './roles.js';

/** Changes a user, and asks for the users again. */
export function useUserChange(username: string) {
  const messages = useMessages();
  const client = useClient();
  const notices = useNotices();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (changes: UserChanges | 'delete') =>
      changes === 'delete' ? client.users.delete(username) : client.users.edit(username, changes),
    onSuccess: () => notices.done(messages.saved),
    onError: notices.failed,
    onSettled: () => queries.invalidateQueries({ queryKey: ['users'] }),
  });
}

/** Disable or enable, another password, delete. Nobody locks out themselves: the gateway refuses it. */
export function UserActions({ user, isSelf }: { readonly user: UserView; readonly isSelf: boolean }) {
  const messages = useMessages();
  const change = useUserChange(user.username);
  const [password, setPassword] = useState('');
  const verb = user.disabled ? messages.enable : messages.disable;
  const labelled = (label: string) => `${label}: ${user.username}`;
  return (
    <div className="actions">
      <Confirm
        label={messages.resetPassword}
        name={labelled(messages.resetPassword)}
        question={messages.resetAsk(user.username)}
        disabled={change.isPending}
        ready={password.length >= LEAST_PASSWORD}
        small
        onConfirm={() => {
          change.mutate({ password });
          setPassword('');
        }}
      >
        <Field label={messages.newPassword} hint={messages.passwordRule(LEAST_PASSWORD)}>
          {(ties) => (
            <input
              {...ties}
              type="password"
              autoComplete="new-password"
              value={password}
              onChange={({ target }) => setPassword(target.value)}
            />
          )}
        </Field>
      </Confirm>
      {!isSelf && (
        <>
          <button
            type="button"
            className="button small"
            disabled={change.isPending}
            aria-label={labelled(verb)}
            onClick={() => change.mutate({ disabled: !user.disabled })}
          >
            {verb}
          </button>
          <Confirm
            label={messages.delete}
            name={labelled(messages.delete)}
            question={messages.deleteUserAsk(user.username)}
            danger
            small
            disabled={change.isPending}
            onConfirm={() => change.mutate('delete')}
          />
        </>
      )}
    </div>
  );
}

/** The role, to be chosen anew. */
export function RoleChoice({ user, isSelf }: { readonly user: UserView; readonly isSelf: boolean }) {
  const messages = useMessages();
  const change = useUserChange(user.username);
  if (isSelf) return messages.roles[user.role];
  return (
    <select
      className="narrow"
      aria-label={`${messages.role}: ${user.username}`}
      value={user.role}
      disabled={change.isPending}
      onChange={({ target }) => {
        const role = ROLES.find((one) => one === target.value);
        if (role) change.mutate({ role });
      }}
    >
      {ROLES.map((role) => (
        <option key={role} value={role}>
          {messages.roles[role]}
        </option>
      ))}
    </select>
  );
}
