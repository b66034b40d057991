import type { Role } from '@celerity/contracts';
import { until } from '@celerity/messaging/testing';
import type { TestGateway } from './test-gateway.js';

/** One event as it came. */
export interface SeenEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: Record<string, unknown>;
}

/** Reads an event stream of the gateway over real HTTP. */
export class OpenedStream {
  readonly events: SeenEvent[] = [];
  text = '';
  /** Resolves when the server ended it, or it was left. */
  readonly over: Promise<void>;

  private constructor(
    readonly response: Response,
    private readonly leaving: AbortController,
  ) {
    this.over = this.read().catch(() => undefined);
  }

  static async open(
    gateway: TestGateway,
    path: string,
    { as = 'viewer', after, token }: { as?: Role; after?: string | undefined; token?: string } = {},
  ): Promise<OpenedStream> {
    const leaving = new AbortController();
    const headers: Record<string, string> = { authorization: `Bearer ${token ?? gateway.token(as)}` };
    if (after !== undefined) headers['last-event-id'] = after;
    return new OpenedStream(
      await fetch(`${gateway.url}${path}`, { headers, signal: leaving.signal }),
      leaving,
    );
  }

  get names(): string[] {
    return this.events.map(({ event }) => event);
  }

  /** Resolves with the first event of that name. */
  async seen(name: string): Promise<SeenEvent> {
    await until(`${name} comes`, () => this.names.includes(name));
    return this.events.find(({ event }) => event === name) as SeenEvent;
  }

  leave(): void {
    this.leaving.abort();
  }

  private async read(): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of this.response.body ?? []) {
      const text = decoder.decode(chunk, { stream: true });
      this.text += text;
      const frames = (rest + text).split('\n\n');
      rest = frames.pop() ?? '';
      for (const frame of frames) this.take(frame);
    }
  }

  private take(frame: string): void {
    const fields = Object.fromEntries(
      frame.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    ) as { event?: string; id?: string; data?: string };
    if (fields.event === undefined) return;
    const data = JSON.parse(fields.data ?? '{}') as Record<string, unknown>;
    this.events.push({ event: fields.event, id: fields.id, data });
  }
}
