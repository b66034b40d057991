import { FaultySmtp, type MailFault } from '../faults/smtp-server.ts';
import { until } from '../system/until.ts';
import type { Row } from './row.ts';

const MAILS = 5;

/** Sends mails by the shipped task while the mail server misbehaves, and then lets it behave. */
function mailServer(fault: MailFault, title: string, starred: boolean, end = 'SUCCESS'): Row {
  return {
    id: `smtp-${fault}`,
    title,
    starred,
    promises: 'G5',
    async run(row) {
      const smtp = await FaultySmtp.start();
      try {
        const system = await row.start({
          shippedWorker: true,
          env: { worker: { SMTP_URL: smtp.url, WORKER_QUEUES: 'email' } },
        });
        smtp.fault = fault;
        for (let n = 0; n < MAILS; n += 1) {
          const mail = { email: `shop${n}@example.com`, subject: `Mail ${n}`, message: 'Hello.' };
          const sent = await system.client.submitShipped('send_notification_email', mail);
          row.expectations.ends.set(sent.ref, end);
        }
        const expected = end === 'SUCCESS' ? 'RETRY' : 'FAILURE';
        await until(`every mail is in ${expected}`, async () => {
          const tasks = await system.rows('select 1 from monitor.tasks where state = $1', [expected]);
          return tasks.length === MAILS;
        });
        smtp.fault = 'accept';
        row.expectations.quietMs = 180_000;
        if (end === 'SUCCESS') {
          await until(
            'every mail is sent',
            async () =>
              (await system.rows("select 1 from monitor.tasks where state = 'SUCCESS'")).length === MAILS,
            180_000,
          );
          row.measure('deliveries', smtp.taken.length);
          row.measure('distinct Message-IDs', new Set(smtp.taken).size);
          row.expect(new Set(smtp.taken).size === MAILS, 'a repeated mail had another Message-ID');
        }
      } finally {
        await smtp.stop();
      }
    },
  };
}

export const mailFaults: readonly Row[] = [
  mailServer('drop-after-accept', 'mail server drops the connection after taking the mail', true),
  mailServer('refuse-4xx', 'mail server refuses for now (4xx)', false),
  mailServer('refuse-5xx', 'mail server refuses for good (5xx)', false, 'FAILURE'),
  mailServer('hang', 'mail server never answers', false),
];
