import type { HttpRequests, StreamRequest } from './http-requests.js';

/** One message of a `text/event-stream`. */
export interface SseMessage {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: unknown;
}

/** The messages of one connection, until it ends. */
export async function* sseMessages(http: HttpRequests, request: StreamRequest): AsyncGenerator<SseMessage> {
  let rest = '';
  for await (const text of http.stream(request)) {
    const frames = (rest + text).split('\n\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) {
      const message = messageIn(frame);
      if (message) yield message;
    }
  }
}

/** Null for comments and `retry`. */
function messageIn(frame: string): SseMessage | null {
  let event: string | undefined;
  let id: string | undefined;
  let data: string | undefined;
  for (const line of frame.split('\n')) {
    const [, name, value = ''] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (name === 'event') event = value;
    else if (name === 'id') id = value;
    else if (name === 'data') data = data === undefined ? value : `${data}\n${value}`;
  }
  return event === undefined || data === undefined ? null : { event, id, data: JSON.parse(data) as unknown };
}
