import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { MALL } from '../mall-identity.js';
import { MallSettings } from '../mall-settings.js';
import { mailErrorOf } from './mail-errors.js';

/** A file that goes with a mail; `contentType` as in its MIME part. */
export interface MailAttachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
}

/** A mail ready to go. */
export interface OutgoingMail {
  /** With angle brackets; a repeat of the mail must carry the same one. */
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments?: readonly MailAttachment[];
}

const CONNECT_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 30_000;

/** Sends mails over a few kept connections. */
@Injectable()
export class Mailer implements OnApplicationShutdown {
  /** Right-hand side of the Message-IDs. */
  readonly domain: string;
  private readonly transport;

  constructor(private readonly settings: MallSettings) {
    this.domain = settings.mailFrom.slice(settings.mailFrom.lastIndexOf('@') + 1);
    this.transport = createTransport({
      url: settings.smtpUrl,
      pool: true,
      maxConnections: 5,
      // A connection lost after the mail was handed over must not send it again behind our back.
      maxRequeues: 0,
      connectionTimeout: CONNECT_TIMEOUT_MS,
      greetingTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: ANSWER_TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  /**
   * Resolves with the server's answer once it has taken the mail.
   * @throws PermanentMailError, TemporaryMailError, or the signal's AbortError
   */
  async send(mail: OutgoingMail, signal: AbortSignal): Promise<string> {
    try {
      const { response } = await this.transport.sendMail({
        ...mail,
        attachments: [...(mail.attachments ?? [])],
        from: { name: `${MALL.name} ${MALL.name_en}`, address: this.settings.mailFrom },
        headers: { 'Auto-Submitted': 'auto-generated' },
        signal,
      });
      return response;
    } catch (error) {
      signal.throwIfAborted();
      throw mailErrorOf(error);
    }
  }

  onApplicationShutdown(): void {
    this.transport.close();
  }
}
