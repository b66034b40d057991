import type { ScheduleView } from '@celerity/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { Confirm } from '../components/confirm.js';
import { useNotices } from '../components/toasts.js';
import { useMessages } from '../messages/language.js';
import { useClient } from '../session/session.js';

/** Ends the version that is shown, and no later one. */
export function DeleteSchedule({ schedule: { id, version } }: { readonly schedule: ScheduleView }) {
  const messages = useMessages();
  const client = useClient();
  const notices = useNotices();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const remove = useMutation({
    mutationFn: () => client.schedules.delete(id, { version }),
    onSuccess: () => {
      notices.done(messages.scheduleDeleted(id));
      navigate('/schedules');
      return queries.invalidateQueries({ queryKey: ['schedules'] });
    },
    onError: notices.failed,
  });
  return (
    <Confirm
      label={messages.delete}
      question={messages.deleteScheduleAsk(id)}
      danger
      small
      disabled={remove.isPending}
      onConfirm={() => remove.mutate()}
    />
  );
}
