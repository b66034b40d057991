/** A value as JSON, as text and nothing else. */
export function JsonBlock({ value, label }: { readonly value: unknown; readonly label: string }) {
  return (
    // Focusable, so that the keyboard can scroll it.
    <pre className="code" tabIndex={0} role="region" aria-label={label}>
      {typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
    </pre>
  );
}
