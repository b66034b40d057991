import { ApiProblem } from '@celerity/client';
import type { DeadLetterView } from '@celerity/contracts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Field } from '../components/field.js';
import { FormFrame } from '../components/form-frame.js';
import { useNotices } from '../components/toasts.js';
import { useMessages } from '../messages/language.js';
import { useClient } from '../session/session.js';
import { editsOf, writtenArguments, type WrittenReplay } from './replay-edits.js';

/** Sends the message again, with what has been changed. */
export function ReplayForm({ letter }: { readonly letter: DeadLetterView }) {
  const messages = useMessages();
  const client = useClient();
  const notices = useNotices();
  const [, navigate] = useLocation();
  const [written, setWritten] = useState<WrittenReplay>(() => writtenArguments(letter));
  const [unreadable, setUnreadable] = useState<readonly string[]>([]);
  const replay = useMutation({
    mutationFn: (edits: object) => client.deadLetters.replay(letter.id, edits),
    onSuccess: ({ task_id }) => {
      notices.done(messages.retried);
      navigate(`/tasks/${task_id}`);
    },
  });
  const submit = (): void => {
    const { edits, unreadable: bad } = editsOf(letter, written);
    setUnreadable(bad);
    if (bad.length === 0) replay.mutate({ ...edits, replay: letter.replays.length + 1 });
  };
  const told = replay.error instanceof ApiProblem ? replay.error.errors : [];
  const problemOf = (name: keyof WrittenReplay): string | undefined =>
    unreadable.includes(name)
      ? messages.notJson
      : told.find(({ field }) => field === name || field.startsWith(`${name}.`))?.message;
  return (
    <FormFrame
      error={replay.error}
      submitLabel={messages.replay}
      isPending={replay.isPending}
      onSubmit={submit}
    >
      <Field label={messages.task} problem={problemOf('task_name')}>
        {(ties) => (
          <input
            {...ties}
            required
            value={written.task_name}
            onChange={({ target }) => setWritten({ ...written, task_name: target.value })}
          />
        )}
      </Field>
      {(['args', 'kwargs'] as const).map((name) => (
        <Field key={name} label={name} hint="JSON" problem={problemOf(name)}>
          {(ties) => (
            <textarea
              {...ties}
              className="mono"
              rows={name === 'args' ? 2 : 6}
              spellCheck={false}
              value={written[name]}
              onChange={({ target }) => setWritten({ ...written, [name]: target.value })}
            />
          )}
        </Field>
      ))}
    </FormFrame>
  );
}
