import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as the server got it. */
export interface SeenRequest {
  /** Method and path with query, below `/api/core`. */
  readonly line: string;
  readonly authorization: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly body: unknown;
}

/** Sent as JSON; a `Streamed` or a `Buffer` as it is. */
type Reply = readonly [status: number, body: unknown, headers?: Readonly<Record<string, string>>];

/** An answer of server-sent events, which stays open unless its last word is `end`. */
export class Streamed {
  constructor(readonly events: readonly (readonly [event: string, data: object])[]) {}
}

type Answer = Reply | ((request: SeenRequest) => Reply | null);

/** A real HTTP server that answers what a test says, by the beginning of the request line. */
export class FakeGateway {
  readonly seen: SeenRequest[] = [];
  private readonly answers: [beginning: string, answer: Answer][] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<FakeGateway> {
    const server = createServer();
    const gateway = new FakeGateway(server);
    server.on('request', async (request, response) => {
      const seen = {
        line: `${request.method} ${request.url?.replace('/api/core', '')}`,
        authorization: request.headers.authorization,
        idempotencyKey: request.headers['idempotency-key'] as string | undefined,
        body: await bodyOf(request),
      };
      gateway.seen.push(seen);
      const reply = gateway.replyTo(seen);
      // Null: never.
      if (!reply) return;
      const [status, answer, headers = {}] = reply;
      if (answer instanceof Streamed) {
        response.writeHead(status, { 'content-type': 'text/event-stream' });
        answer.events.forEach(([event, data], n) =>
          response.write(`id: 7-${n}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
        );
        if (answer.events.at(-1)?.[0] === 'end') response.end();
        return;
      }
      const isFile = answer instanceof Buffer;
      response.writeHead(status, { 'content-type': isFile ? 'text/csv' : 'application/json', ...headers });
      response.end(isFile ? answer : JSON.stringify(answer));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The answer given last counts. */
  on(beginning: string, answer: Answer): void {
    this.answers.unshift([beginning, answer]);
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    if (this.server.listening) await once(this.server, 'close');
  }

  private replyTo(request: SeenRequest): Reply | null {
    const [, answer] = this.answers.find(([beginning]) => request.line.startsWith(beginning)) ?? [];
    if (!answer) return [404, { type: 'about:blank', title: 'Not Found', status: 404 }];
    return typeof answer === 'function' ? answer(request) : answer;
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const body = await text(request);
  return body === '' ? null : JSON.parse(body);
}

/** An answer of problem+json. */
export function problem(status: number, kind: string, more: object = {}): Reply {
  return [status, { type: `urn:celerity:problem:${kind}`, title: kind, status, ...more }];
}
