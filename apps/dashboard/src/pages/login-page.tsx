import { ApiProblem } from '@celerity/client';
import { type FormEvent, useState } from 'react';
import { Field } from '../components/field.js';
import { Preferences } from '../layout/preferences.js';
import { useMessages } from '../messages/language.js';
import { useDoors } from '../session/session.js';

export function LoginPage() {
  const messages = useMessages();
  const { logIn, expired } = useDoors();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    try {
      await logIn(String(form.get('username')), String(form.get('password')));
    } catch (error) {
      const isWrong = error instanceof ApiProblem && error.status === 401;
      setProblem(isWrong ? messages.wrongPassword : (error as Error).message);
      setBusy(false);
    }
  }

  return (
    <main className="login">
      <form className="login-card" onSubmit={(event) => void submit(event)}>
        <div className="brand">
          <img src="/celerity.svg" alt="" width="36" height="36" />
          <h1>{messages.product}</h1>
        </div>
        <p className="muted">{messages.loginIntro}</p>
        {expired && !problem && (
          <p className="notice" role="status">
            {messages.sessionExpired}
          </p>
        )}
        {problem && (
          <p className="notice" data-kind="failed" role="alert">
            {problem}
          </p>
        )}
        <Field label={messages.username}>
          {(ties) => <input {...ties} name="username" autoComplete="username" required autoFocus />}
        </Field>
        <Field label={messages.password}>
          {(ties) => (
            <input {...ties} name="password" type="password" autoComplete="current-password" required />
          )}
        </Field>
        <button className="button" data-kind="primary" disabled={busy}>
          {messages.logIn}
        </button>
        <Preferences />
      </form>
    </main>
  );
}
