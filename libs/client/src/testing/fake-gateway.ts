import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the server got it. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | null;
  readonly lastEventId?: string | null;
  readonly body: unknown;
}

/** What a test lets the server answer. */
export type Answering = (request: SeenRequest, response: ServerResponse) => void;

/** A real HTTP server whose answers a test decides. */
export class FakeGateway {
  readonly seen: SeenRequest[] = [];
  answer: Answering = (_, response) => json(response, 200, {});

  private constructor(private readonly server: Server) {}

  static async start(): Promise<FakeGateway> {
    const server = createServer();
    const gateway = new FakeGateway(server);
    server.on('request', (request, response) => void gateway.handle(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    if (this.server.listening) await once(this.server, 'close');
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString();
    const seen = {
      method: request.method ?? '',
      url: request.url ?? '',
      authorization: request.headers.authorization ?? null,
      ...lastEventIdOf(request),
      body: text ? (JSON.parse(text) as unknown) : null,
    };
    this.seen.push(seen);
    this.answer(seen, response);
  }
}

/** Said only of streams. */
function lastEventIdOf({ url, headers }: IncomingMessage): Pick<SeenRequest, 'lastEventId'> {
  if (!url?.includes('/events')) return {};
  const id = headers['last-event-id'];
  return { lastEventId: typeof id === 'string' ? id : null };
}

/** Answers with JSON. */
export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'content-type': type, ...headers }).end(JSON.stringify(body));
}
