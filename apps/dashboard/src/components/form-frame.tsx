import type { FormEvent, ReactNode } from 'react';

interface FormFrameProps {
  /** Why the last attempt failed, if it did; read out when it appears. */
  readonly error: Error | null;
  readonly submitLabel: string;
  /** An attempt is under way: the button waits, so that a second click sends nothing twice. */
  readonly isPending: boolean;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

/** What all forms share: the failure above the fields, and below them the button that submits. */
export function FormFrame({ error, submitLabel, isPending, onSubmit, children }: FormFrameProps) {
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className="form" onSubmit={submit}>
      {error && (
        <p className="notice" data-kind="failed" role="alert">
          {error.message}
        </p>
      )}
      {children}
      <button className="button" data-kind="primary" disabled={isPending}>
        {submitLabel}
      </button>
    </form>
  );
}
