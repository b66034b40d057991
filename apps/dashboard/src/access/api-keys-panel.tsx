import type { ApiKeyView } from '@celerity/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Answer } from '../components/answer.js';
import { Confirm } from '../components/confirm.js';
import { Panel } from '../components/panel.js';
import { Table } from '../components/table.js';
import { useNotices } from '../components/toasts.js';
import { useFormat } from '../format/use-format.js';
import { useMessages } from '../messages/language.js';
import { useClient } from '../session/session.js';

/** Keys of machines that are valid. */
export function ApiKeysPanel() {
  const messages = useMessages();
  const format = useFormat();
  const client = useClient();
  const keys = useQuery({
    queryKey: ['api-keys'],
    queryFn: ({ signal }) => client.apiKeys.list({ limit: 200 }, { signal }),
  });
  return (
    <Panel title={messages.apiKeys} flush>
      <Answer of={keys}>
        {({ results }) => (
          <Table
            label={messages.apiKeys}
            none={messages.noKeys}
            rows={results}
            keyOf={({ id }) => id}
            columns={[
              { name: messages.name, cell: ({ name }) => name },
              { name: messages.role, cell: ({ role }) => messages.roles[role] },
              { name: messages.createdBy, wide: true, cell: ({ created_by }) => created_by },
              { name: messages.created, wide: true, cell: ({ created_at }) => format.moment(created_at) },
              { name: messages.expires, cell: ({ expires_at }) => format.moment(expires_at) },
              { name: messages.lastUsed, cell: ({ last_used_at }) => format.shortMoment(last_used_at) },
              { name: messages.edit, cell: (key) => <RevokeKey apiKey={key} /> },
            ]}
          />
        )}
      </Answer>
    </Panel>
  );
}

function RevokeKey({ apiKey: { id, name } }: { readonly apiKey: ApiKeyView }) {
  const messages = useMessages();
  const client = useClient();
  const notices = useNotices();
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => client.apiKeys.revoke(id),
    onSuccess: () => notices.done(messages.keyRevoked(name)),
    onError: notices.failed,
    onSettled: () => queries.invalidateQueries({ queryKey: ['api-keys'] }),
  });
  return (
    <Confirm
      label={messages.revoke}
      name={`${messages.revoke}: ${name}`}
      question={messages.revokeKeyAsk(name)}
      danger
      small
      disabled={revoke.isPending}
      onConfirm={() => revoke.mutate()}
    />
  );
}
