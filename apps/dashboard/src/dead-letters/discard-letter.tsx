import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Confirm } from '../components/confirm.js';
import { useNotices } from '../components/toasts.js';
import { useMessages } from '../messages/language.js';
import { useClient } from '../session/session.js';

export function DiscardLetter({ id }: { readonly id: string }) {
  const messages = useMessages();
  const client = useClient();
  const notices = useNotices();
  const queries = useQueryClient();
  const discard = useMutation({
    mutationFn: () => client.deadLetters.discard(id),
    onSuccess: () => notices.done(messages.discarded),
    onError: notices.failed,
    onSettled: () => queries.invalidateQueries({ queryKey: ['dead-letter', id] }),
  });
  return (
    <Confirm
      label={messages.discard}
      question={messages.discardAsk}
      danger
      disabled={discard.isPending}
      onConfirm={() => discard.mutate()}
    />
  );
}
