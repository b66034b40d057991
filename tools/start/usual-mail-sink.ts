import { startMailSink, type MailSink } from '../local/mail/start-mail-sink.ts';
import { isPortFree } from '../local/ports.ts';

const SMTP_PORT = 2525;
const HTTP_PORT = 8025;

/** Starts the mail sink on its usual ports, or on free ones where those are taken. */
export async function startUsualMailSink(dir: string): Promise<MailSink> {
  const usual = async (port: number): Promise<number> => ((await isPortFree(port)) ? port : 0);
  return startMailSink({ dir, smtpPort: await usual(SMTP_PORT), httpPort: await usual(HTTP_PORT) });
}
