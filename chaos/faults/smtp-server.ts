import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What the server does with a mail that it has received whole. */
export type MailFault = 'accept' | 'drop-after-accept' | 'refuse-4xx' | 'refuse-5xx' | 'hang';

/** Just enough of an SMTP server to misbehave in the moment that counts. */
export class FaultySmtp {
  /** Message-IDs of all mails taken, those included whose sender was not told. */
  readonly taken: string[] = [];
  fault: MailFault = 'accept';
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<FaultySmtp> {
    const server = createServer();
    const smtp = new FaultySmtp(server);
    server.on('connection', (socket) => smtp.#serve(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return smtp;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.write('220 chaos\r\n');
    let text = '';
    let inMail = false;
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      for (;;) {
        const end = inMail ? '\r\n.\r\n' : '\r\n';
        const at = text.indexOf(end);
        if (at < 0) return;
        const part = text.slice(0, at);
        text = text.slice(at + end.length);
        if (inMail) this.#received(socket, part);
        else socket.write(answerTo(part));
        inMail = !inMail && /^DATA/i.test(part);
      }
    });
  }

  #received(socket: Socket, mail: string): void {
    const messageId = /^Message-ID:\s*(\S+)/im.exec(mail)?.[1] ?? '';
    switch (this.fault) {
      case 'refuse-4xx':
        return void socket.write('451 try later\r\n');
      case 'refuse-5xx':
        return void socket.write('550 no such mailbox\r\n');
      case 'hang':
        return;
      case 'drop-after-accept':
        this.taken.push(messageId);
        return void socket.resetAndDestroy();
      case 'accept':
        this.taken.push(messageId);
        socket.write('250 taken\r\n');
    }
  }
}

function answerTo(command: string): string {
  if (/^EHLO/i.test(command)) return '250 chaos\r\n';
  if (/^DATA/i.test(command)) return '354 go on\r\n';
  if (/^QUIT/i.test(command)) return '221 bye\r\n';
  return '250 ok\r\n';
}
