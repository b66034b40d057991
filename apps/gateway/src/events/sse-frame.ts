/** One event in the form of `text/event-stream`. JSON has no raw line breaks, so `data` is one line. */
export function sseFrame(event: string, data: object, id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Keeps proxies from closing a quiet stream, and finds out who is gone. */
export const HEARTBEAT = ': still here\n\n';

/** How long a client waits before it comes back. */
export const RETRY = 'retry: 2000\n\n';
