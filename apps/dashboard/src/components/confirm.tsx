import { AlertDialog } from '@base-ui/react/alert-dialog';
import type { ReactNode } from 'react';
import { useMessages } from '../messages/language.js';

/** A button that asks before it acts. */
export function Confirm({
  label,
  name,
  question,
  danger = false,
  small = false,
  ready = true,
  disabled = false,
  onConfirm,
  children,
}: {
  readonly label: string;
  /** The trigger's name, where several have the same label. */
  readonly name?: string;
  readonly question: string;
  readonly danger?: boolean;
  readonly small?: boolean;
  /** False while something is missing. */
  readonly ready?: boolean;
  readonly disabled?: boolean;
  readonly onConfirm: () => void;
  /** What can be chosen beside yes and no. */
  readonly children?: ReactNode;
}) {
  const messages = useMessages();
  const kind = danger ? 'danger' : 'primary';
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger
        className={small ? 'button small' : 'button'}
        data-kind={danger ? 'danger' : undefined}
        disabled={disabled}
        aria-label={name}
      >
        {label}
      </AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="backdrop" />
        <AlertDialog.Popup className="dialog">
          <AlertDialog.Title>{label}</AlertDialog.Title>
          <AlertDialog.Description>{question}</AlertDialog.Description>
          {children}
          <div className="actions">
            <AlertDialog.Close className="button">{messages.cancel}</AlertDialog.Close>
            <AlertDialog.Close className="button" data-kind={kind} disabled={!ready} onClick={onConfirm}>
              {label}
            </AlertDialog.Close>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
