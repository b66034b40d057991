import type { HttpRequests, OpenRequest } from './http-requests.js';
import { Unreachable } from './unreachable.js';

const MEDIA_TYPE = 'text/event-stream';

/** One message of a `text/event-stream`. */
export interface SseMessage {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: unknown;
}

/** The messages of one connection, until it ends. */
export async function* sseMessages(
  http: HttpRequests,
  request: Omit<OpenRequest, 'accept'>,
  onOpen?: () => void,
): AsyncGenerator<SseMessage> {
  const { headers, chunks, close } = await http.open({ ...request, accept: MEDIA_TYPE });
  if (!headers.get('content-type')?.startsWith(MEDIA_TYPE)) {
    close();
    throw new Unreachable(http.baseUrl, 'not-celerity', `what answers at ${http.baseUrl} is not Celerity`);
  }
  onOpen?.();
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const frames = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
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
