import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A mail as it arrived. */
export interface ArrivedMail {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  readonly autoSubmitted: string;
  readonly attachments: readonly { readonly filename: string; readonly content: Buffer }[];
}

/** An answer like `550 no such user`. */
export interface Refusal {
  readonly code: number;
  readonly words: string;
}

/** A real SMTP server that keeps what it receives and refuses what a test tells it to. */
export class SmtpTestServer {
  readonly mails: ArrivedMail[] = [];
  /** Recipients that are refused. */
  readonly refused = new Map<string, Refusal>();
  /** Senders are refused with this. */
  senderRefusal: Refusal | null = null;
  /** Takes so many mails and then cuts the connection instead of saying so. */
  dropsAfterAccepting = 0;
  /** Resolves before a mail is answered; a test may hold it up. */
  beforeAnswer: () => Promise<void> = () => Promise.resolve();

  private constructor(private readonly server: SMTPServer) {}

  static async start(): Promise<SmtpTestServer> {
    const server: SMTPServer = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      disableReverseLookup: true,
      onMailFrom: (_address, _session, callback) => callback(errorOf(self.senderRefusal)),
      onRcptTo: ({ address }, _session, callback) => callback(errorOf(self.refused.get(address) ?? null)),
      onData: (stream, session, callback) => {
        void self
          .receive(
            stream,
            session.envelope.rcptTo.map(({ address }) => address),
          )
          .then(
            () => callback(),
            (error: Error) => callback(error),
          );
      },
    });
    const self = new SmtpTestServer(server);
    server.on('error', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    return self;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  mailsTo(address: string): ArrivedMail[] {
    return this.mails.filter(({ to }) => to === address);
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async receive(stream: Parameters<typeof simpleParser>[0], recipients: string[]): Promise<void> {
    const mail = await simpleParser(stream);
    this.mails.push({
      to: recipients.join(),
      from: mail.from?.text ?? '',
      subject: mail.subject ?? '',
      text: mail.text ?? '',
      html: mail.html || '',
      messageId: mail.messageId ?? '',
      autoSubmitted: String(mail.headers.get('auto-submitted')),
      attachments: mail.attachments.map(({ filename = '', content }) => ({ filename, content })),
    });
    await this.beforeAnswer();
    if (this.dropsAfterAccepting > 0) {
      this.dropsAfterAccepting -= 1;
      for (const connection of this.server.connections) connection.close();
      await new Promise(() => undefined);
    }
  }
}

function errorOf(refusal: Refusal | null): Error | null {
  return refusal && Object.assign(new Error(refusal.words), { responseCode: refusal.code });
}
