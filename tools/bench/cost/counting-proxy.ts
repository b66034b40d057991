import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Reads one direction of one connection, chunk by chunk. */
export type Reader = (chunk: Buffer) => void;

/** Makes the two readers of a new connection. */
export type Counter = () => { readonly fromClient: Reader; readonly fromServer: Reader };

/** A TCP hop that shows all that passes to a counter. */
export class CountingProxy {
  /** Bytes so far, both ways. */
  bytes = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
  }

  /** A hop to where the URL leads, and the URL that leads through it. */
  static async to(url: string, counter: Counter): Promise<{ proxy: CountingProxy; url: string }> {
    const target = new URL(url);
    const proxy = new CountingProxy(createServer());
    proxy.#server.on('connection', (client) => {
      const upstream = connect(Number(target.port || 5672), target.hostname);
      const { fromClient, fromServer } = counter();
      proxy.#pass(client, upstream, fromClient);
      proxy.#pass(upstream, client, fromServer);
    });
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    const through = new URL(url);
    through.hostname = '127.0.0.1';
    through.port = String((proxy.#server.address() as { port: number }).port);
    return { proxy, url: through.href };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #pass(from: Socket, to: Socket, read: Reader): void {
    this.#sockets.add(from);
    from.setNoDelay(true);
    from.on('data', (chunk) => {
      this.bytes += chunk.length;
      read(chunk);
      to.write(chunk);
    });
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}
