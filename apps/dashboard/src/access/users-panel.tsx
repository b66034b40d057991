import { useQuery } from '@tanstack/react-query';
import { Answer } from '../components/answer.js';
import { Panel } from '../components/panel.js';
import { Table } from '../components/table.js';
import { useFormat } from '../format/use-format.js';
import { useMessages } from '../messages/language.js';
import { useClient, useDoors } from '../session/session.js';
import { RoleChoice, UserActions } from './user-actions.js';

/** Who may log in, and as what. */
export function UsersPanel() {
  const messages = useMessages();
  const format = useFormat();
  const client = useClient();
  const own = useDoors().session?.username;
  const users = useQuery({
    queryKey: ['users'],
    queryFn: ({ signal }) => client.users.list({ limit: 200 }, { signal }),
  });
  return (
    <Panel title={messages.users} flush>
      <Answer of={users}>
        {({ results }) => (
          <Table
            label={messages.users}
            none={messages.none}
            rows={results}
            keyOf={({ username }) => username}
            columns={[
              { name: messages.username, cell: ({ username }) => username },
              {
                name: messages.role,
                cell: (user) => <RoleChoice user={user} isSelf={user.username === own} />,
              },
              {
                name: messages.status,
                cell: ({ disabled }) => (
                  <span className="badge" data-state={disabled ? 'paused' : 'active'}>
                    {disabled ? messages.disabled : messages.enabled}
                  </span>
                ),
              },
              { name: messages.created, wide: true, cell: ({ created_at }) => format.moment(created_at) },
              {
                name: messages.edit,
                cell: (user) => <UserActions user={user} isSelf={user.username === own} />,
              },
            ]}
          />
        )}
      </Answer>
    </Panel>
  );
}
