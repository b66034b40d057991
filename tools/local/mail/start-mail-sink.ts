import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { createMailHttp } from './mail-http.ts';
import { MailStore } from './mail-store.ts';
import type { ReceivedMail } from './received-mail.ts';
import { createSmtpListener } from './smtp-listener.ts';

export interface MailSinkOptions {
  /** Folder of the .eml files. */
  dir: string;
  /** 0 or absent takes any free port. */
  smtpPort?: number;
  httpPort?: number;
}

export interface MailSink {
  smtpUrl: string;
  httpUrl: string;
  dir: string;
  /** Mails received, oldest first (the newest 2,000). */
  mails(): readonly ReceivedMail[];
  /** First mail that fits, come already or coming within the time. */
  waitFor(predicate: (mail: ReceivedMail) => boolean, timeoutMs: number): Promise<ReceivedMail>;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';

/** Starts an SMTP server that keeps all mails, and a page to read them, both on loopback only. */
export async function startMailSink({ dir, smtpPort = 0, httpPort = 0 }: MailSinkOptions): Promise<MailSink> {
  const store = await MailStore.open(dir);
  const smtp = createSmtpListener(store);
  const http = createMailHttp(store);
  const stop = async (): Promise<void> => {
    http.closeAllConnections();
    await Promise.all([
      new Promise<void>((resolve) => smtp.close(() => resolve())),
      new Promise<void>((resolve) => http.close(() => resolve())),
    ]);
  };
  try {
    smtp.listen(smtpPort, HOST);
    await once(smtp.server, 'listening');
    http.listen(httpPort, HOST);
    await once(http, 'listening');
  } catch (error) {
    await stop();
    throw error;
  }
  // A client that drops its connection is its own business.
  smtp.on('error', () => undefined);
  return {
    smtpUrl: `smtp://${HOST}:${portOf(smtp.server)}`,
    httpUrl: `http://localhost:${portOf(http)}`,
    dir,
    mails: () => store.all(),
    waitFor: (predicate, timeoutMs) => store.waitFor(predicate, timeoutMs),
    stop,
  };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
