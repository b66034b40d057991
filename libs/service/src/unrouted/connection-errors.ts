import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { refusalOf, type ParseError } from './parse-refusals.js';
import { refusalMessage } from './refusal.js';
import type { RefusalLog } from './refusal-log.js';

/** Node keeps a connection's response here and tells it nowhere else; its own handler of these errors asks it too. */
interface Connection extends Socket {
  readonly _httpMessage?: ServerResponse | null;
}

/** Answers, as the last thing on a connection, what Node's parser could not read. */
export function answerConnectionErrors(log: RefusalLog): (error: ParseError, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    // An answer that has begun, an event stream say, must not be continued by another.
    if (!socket.writable || (socket as Connection)._httpMessage?.headersSent)
      return void socket.destroy(error);
    const refusal = refusalOf(error);
    const requestId = randomUUID();
    log.refused(refusal, { request_id: requestId });
    socket.end(refusalMessage(refusal, requestId), () => socket.destroy());
  };
}
