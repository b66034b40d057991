import { ApiKeysPanel } from '../access/api-keys-panel.js';
import { NewKeyForm } from '../access/new-key-form.js';
import { NewUserForm } from '../access/new-user-form.js';
import { UsersPanel } from '../access/users-panel.js';
import { PageHead, Panel } from '../components/panel.js';
import { useMessages } from '../messages/language.js';
import { useMay } from '../session/session.js';

/** Who may do what: people with passwords, machines with keys. */
export function AccessPage() {
  const messages = useMessages();
  const isAdmin = useMay('admin');
  return (
    <>
      <PageHead title={messages.access} />
      {isAdmin ? (
        <>
          <UsersPanel />
          <ApiKeysPanel />
          <div className="columns">
            <Panel title={messages.newUser}>
              <NewUserForm />
            </Panel>
            <Panel title={messages.newKey}>
              <NewKeyForm />
            </Panel>
          </div>
        </>
      ) : (
        <p className="muted">{messages.needsAdmin}</p>
      )}
    </>
  );
}
