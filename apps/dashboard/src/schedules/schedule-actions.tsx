import type { ScheduleView } from '@celerity/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNotices } from '../components/toasts.js';
import { useMessages } from '../messages/language.js';
import { useClient, useMay } from '../session/session.js';

/** Pause or resume, and run now. */
export function ScheduleActions({ schedule: { id, enabled } }: { readonly schedule: ScheduleView }) {
  const messages = useMessages();
  const client = useClient();
  const notices = useNotices();
  const queries = useQueryClient();
  const may = useMay('operator');
  const act = useMutation({
    mutationFn: async (verb: 'pause' | 'resume' | 'run') => {
      await client.schedules[verb](id);
      return { pause: messages.paused, resume: messages.resumed, run: messages.ran }[verb](id);
    },
    onSuccess: notices.done,
    onError: notices.failed,
    onSettled: () =>
      Promise.all(['schedules', 'schedule'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
  if (!may) return null;
  const verb = enabled ? 'pause' : 'resume';
  return (
    <div className="actions">
      <button
        type="button"
        className="button small"
        disabled={act.isPending}
        aria-label={`${messages[verb]}: ${id}`}
        onClick={() => act.mutate(verb)}
      >
        {messages[verb]}
      </button>
      <button
        type="button"
        className="button small"
        disabled={act.isPending}
        aria-label={`${messages.runNow}: ${id}`}
        onClick={() => act.mutate('run')}
      >
        {messages.runNow}
      </button>
    </div>
  );
}
