/** Turns one JSON log line into one readable line, for a terminal. */
export function prettyLine(json: string): string {
  const {
    time,
    level,
    msg,
    context,
    service: _service,
    pid: _pid,
    hostname: _host,
    err,
    ...rest
  } = JSON.parse(json) as Record<string, unknown>;
  const clock = String(time).slice(11, 23);
  const error = isRecord(err) ? [String(err['message'] ?? '')] : [];
  const fields = Object.entries(rest).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  const text = [
    clock,
    String(level).toUpperCase().padEnd(5),
    context && `[${String(context)}]`,
    msg,
    ...error,
    ...fields,
  ]
    .filter(Boolean)
    .join(' ');
  return `${escapeControls(text)}\n`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** JSON escapes these by itself; here a logged line break must not forge a second line. */
function escapeControls(text: string): string {
  return text.replace(
    /[\p{Cc}\u2028\u2029]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
