import { useMessages } from '../messages/language.js';
import { useNotices } from './toasts.js';

/**
 * Puts a text on the clipboard. Absent where the browser has none to offer (a page that came over
 * plain HTTP from another machine): the text beside it can still be selected.
 */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const messages = useMessages();
  const notices = useNotices();
  if (!isSecureContext) return null;
  const copy = (): void =>
    void navigator.clipboard.writeText(text).then(() => notices.done(messages.copied), notices.failed);
  return (
    <button type="button" className="button small" aria-label={`${messages.copy}: ${what}`} onClick={copy}>
      {messages.copy}
    </button>
  );
}
