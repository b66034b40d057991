import { hasEnded } from '@celerity/client';
import type { TaskView } from '@celerity/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Confirm } from '../components/confirm.js';
import { useNotices } from '../components/toasts.js';
import { useMessages } from '../messages/language.js';
import { useClient, useMay } from '../session/session.js';

/** What may be done to a task in its state, by who is logged in. */
export function TaskActions({ task }: { readonly task: TaskView }) {
  const mayRetry = useMay('operator');
  const mayRevoke = useMay('admin');
  if (hasEnded(task)) return mayRetry && <Retry task={task} />;
  return mayRevoke && <Revoke task={task} />;
}

function Retry({ task }: { readonly task: TaskView }) {
  const messages = useMessages();
  const client = useClient();
  const notices = useNotices();
  const [, navigate] = useLocation();
  // One key for this page's task: a second click, or a repeat after a lost answer, sends nothing twice.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const retry = useMutation({
    mutationFn: () => client.retry(task.task_id, {}, { idempotencyKey }),
    onSuccess: ({ task_id }) => {
      notices.done(messages.retried);
      navigate(`/tasks/${task_id}`);
    },
    onError: notices.failed,
  });
  return (
    <Confirm
      label={messages.retry}
      question={messages.retryAsNew}
      disabled={retry.isPending}
      onConfirm={() => retry.mutate()}
    />
  );
}

function Revoke({ task }: { readonly task: TaskView }) {
  const messages = useMessages();
  const client = useClient();
  const notices = useNotices();
  const queries = useQueryClient();
  const [terminate, setTerminate] = useState(true);
  const revoke = useMutation({
    mutationFn: () => client.revoke(task.task_id, { terminate }),
    onSuccess: () => notices.done(messages.revoked),
    onError: notices.failed,
    onSettled: () => queries.invalidateQueries({ queryKey: ['task', task.task_id] }),
  });
  return (
    <Confirm
      label={messages.revoke}
      question={messages.revokeAsk}
      danger
      disabled={revoke.isPending}
      onConfirm={() => revoke.mutate()}
    >
      <label className="check">
        <input type="checkbox" checked={terminate} onChange={({ target }) => setTerminate(target.checked)} />
        {messages.terminate}
      </label>
    </Confirm>
  );
}
