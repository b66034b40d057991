import { type ReactNode, useId } from 'react';

/** A labelled control with its hint and what is wrong with it. */
export function Field({
  label,
  hint,
  problem,
  children,
}: {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  /** Takes the attributes that tie it to the rest. */
  readonly children: (ties: FieldTies) => ReactNode;
}) {
  const id = useId();
  const told = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ');
  const ties: FieldTies = {
    id,
    ...(told ? { 'aria-describedby': told } : {}),
    ...(problem ? { 'aria-invalid': true } : {}),
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children(ties)}
      {hint && (
        <p id={`${id}-hint`} className="muted small">
          {hint}
        </p>
      )}
      {problem && (
        <p id={`${id}-problem`} className="problem small" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

export interface FieldTies {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
}
