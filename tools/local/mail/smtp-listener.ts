import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import type { MailStore } from './mail-store.ts';

const MAX_MAIL_BYTES = 20 * 1024 * 1024;

/** A real SMTP server on loopback that takes every mail, for everyone, and delivers none. */
export function createSmtpListener(store: MailStore): SMTPServer {
  return new SMTPServer({
    banner: 'Celerity mail sink: nothing sent here leaves this machine',
    authOptional: true,
    // No certificate to show, and no password worth asking for.
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    size: MAX_MAIL_BYTES,
    onData(stream, session, callback) {
      const recipients = session.envelope.rcptTo.map(({ address }) => address);
      receive(stream)
        .then((raw) => store.add(raw, recipients))
        .then(
          () => callback(null),
          (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
        );
    },
  });
}

async function receive(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    // The rest is read and thrown away: the answer can only be given after the sender's last line.
    if (size <= MAX_MAIL_BYTES) chunks.push(chunk);
  }
  if (size > MAX_MAIL_BYTES) throw Object.assign(new Error('mail too large'), { responseCode: 552 });
  return Buffer.concat(chunks);
}
