import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { EventStream } from './event-stream.js';

/** No cache and no proxy may keep events back, pack them, or put them together. */
const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};

/** Answers with the stream; its connection ends with it, so that none is left at a shutdown. */
export async function serveStream(reply: FastifyReply, stream: EventStream): Promise<void> {
  if (reply.request.method === 'HEAD') stream.readable.destroy();
  await reply.headers({ ...HEADERS, connection: 'close' }).send(stream.readable);
}

/** The answer of a route that streams, in the documentation. */
export function EventStreamAnswer(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'Last-Event-ID',
      required: false,
      description:
        'The id of the last event you have: the stream goes on after it, without a snapshot. If the journal does not ' +
        'reach back so far, `reset` comes, and a snapshot.',
    }),
    ApiResponse({
      status: 200,
      description:
        'Server-sent events: `id` is where the event stands in the journal, `event` its type, `data` JSON. Beside the ' +
        "journal's own there are `snapshot`, `reset` and `end`, which says why the stream ends. A comment comes every " +
        '15 s. Secret arguments are hidden; values above 16 KiB are null and named in `left_out`. A client that does ' +
        'not read is cut.',
      content: { 'text/event-stream': { schema: { type: 'string' } } },
    }),
  );
}
