import { useMessages } from '../messages/language.js';
import { useLive } from './live-context.js';

/** Says whether what is shown is told as it happens. */
export function LiveWord() {
  const { connection } = useMessages();
  const { isOpen, isKnown } = useLive();
  const state = isOpen ? 'live' : isKnown ? 'away' : 'opening';
  return (
    <p className="live-word small" data-state={state} role="status">
      {connection[state]}
    </p>
  );
}
