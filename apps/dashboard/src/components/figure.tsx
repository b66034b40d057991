import type { ReactNode } from 'react';

/** One number that matters. */
export function Figure({
  label,
  value,
  note,
  tone,
}: {
  readonly label: string;
  readonly value: ReactNode;
  readonly note?: ReactNode;
  readonly tone?: 'bad' | 'good' | undefined;
}) {
  return (
    <div className="figure" data-tone={tone}>
      <dt>{label}</dt>
      <dd className="figure-value">{value}</dd>
      {note !== undefined && <dd className="muted small">{note}</dd>}
    </div>
  );
}
