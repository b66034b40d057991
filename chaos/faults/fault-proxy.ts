import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** `up` is from the client to the server, `down` the other way. */
export type Direction = 'up' | 'down';

interface Link {
  readonly client: Socket;
  readonly server: Socket;
  /** Its bytes were thrown away, so it must not go on after healing. */
  spoilt: boolean;
}

/** Bytes let through in one go when throttled. */
const SLICE = 4_096;

/** A TCP hop that breaks the network on demand: between a service and broker, database or mail server. */
export class FaultProxy {
  readonly #server: Server;
  readonly #links = new Set<Link>();
  readonly #dropped = new Set<Direction>();
  #held = false;
  #refusing = false;
  #latencyMs = 0;
  #bytesPerSecond = Infinity;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Listens on a free port of 127.0.0.1 and leads to wherever `target` says at the moment of a connection. */
  static async to(target: () => { host: string; port: number }): Promise<FaultProxy> {
    const server = createServer({ allowHalfOpen: false });
    const proxy = new FaultProxy(server);
    server.on('connection', (client) => proxy.#join(client, target()));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get connections(): number {
    return this.#links.size;
  }

  /** Resets every connection; new ones are let through. */
  reset(): void {
    for (const { client, server } of this.#links) for (const end of [client, server]) end.resetAndDestroy();
  }

  /** Half-open: nothing passes in either direction and nothing is closed, until `heal`. */
  hold(): void {
    this.#held = true;
    for (const { client, server } of this.#links) for (const end of [client, server]) end.pause();
  }

  /** Throws away what goes in one direction, as a broken route does; `heal` resets what was hit. */
  drop(direction: Direction): void {
    this.#dropped.add(direction);
    for (const link of this.#links) link.spoilt = true;
  }

  /** Resets what comes and what is there, until `heal`. */
  refuse(): void {
    this.#refusing = true;
    this.reset();
  }

  /** Each chunk arrives so much later. */
  latency(ms: number): void {
    this.#latencyMs = ms;
  }

  /** No connection moves more than that in one direction. */
  throttle(bytesPerSecond: number): void {
    this.#bytesPerSecond = bytesPerSecond;
  }

  /** Lets everything pass again. */
  heal(): void {
    this.#dropped.clear();
    this.#held = false;
    this.#refusing = false;
    this.#latencyMs = 0;
    this.#bytesPerSecond = Infinity;
    for (const link of this.#links) {
      for (const end of [link.client, link.server]) {
        if (link.spoilt) end.resetAndDestroy();
        else end.resume();
      }
    }
  }

  async close(): Promise<void> {
    this.#refusing = true;
    this.reset();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(client: Socket, target: { host: string; port: number }): void {
    if (this.#refusing) return void client.resetAndDestroy();
    const server = connect({ ...target, noDelay: true });
    client.setNoDelay(true);
    const link: Link = { client, server, spoilt: this.#dropped.size > 0 };
    this.#links.add(link);
    this.#pipe(client, server, 'up');
    this.#pipe(server, client, 'down');
    for (const [end, other] of [
      [client, server],
      [server, client],
    ] as const) {
      end.on('error', () => other.destroy());
      end.on('close', () => {
        this.#links.delete(link);
        other.destroy();
      });
      if (this.#held) end.pause();
    }
  }

  #pipe(from: Socket, to: Socket, direction: Direction): void {
    let free = 0;
    from.on('data', (chunk: Buffer) => {
      if (this.#dropped.has(direction)) return;
      if (this.#latencyMs === 0 && this.#bytesPerSecond === Infinity) {
        if (!to.write(chunk)) this.#waitForDrain(from, to);
        return;
      }
      for (let at = 0; at < chunk.length; at += SLICE) {
        const slice = chunk.subarray(at, at + SLICE);
        const now = performance.now();
        free = Math.max(free, now) + (slice.length / this.#bytesPerSecond) * 1_000;
        setTimeout(() => void (to.destroyed || to.write(slice)), free - now + this.#latencyMs);
      }
      // What is on its way must not pile up here without bound.
      if (free - performance.now() > 1_000) this.#pauseFor(from, free - performance.now() - 500);
    });
  }

  #waitForDrain(from: Socket, to: Socket): void {
    from.pause();
    to.once('drain', () => void (this.#held || from.resume()));
  }

  #pauseFor(from: Socket, ms: number): void {
    from.pause();
    setTimeout(() => void (this.#held || from.resume()), ms);
  }
}
