import { createServer } from 'node:net';
import { once } from 'node:events';
import { MallSettings } from '../mall-settings.js';
import { SmtpTestServer } from '../../testing/smtp-test-server.js';
import { Mailer } from './mailer.js';

const mail = {
  messageId: '<one@mall.example>',
  to: 'shop@example.com',
  subject: '您好 · hello',
  text: '正文 text',
  html: '<p>正文 html</p>',
};
const never = new AbortController().signal;

let smtp: SmtpTestServer;
let mailer: Mailer;

beforeEach(async () => {
  smtp = await SmtpTestServer.start();
  mailer = new Mailer(new MallSettings(smtp.url, 'finance@mall.example', 'Asia/Shanghai'));
});

afterEach(async () => {
  mailer.onApplicationShutdown();
  await smtp.close();
});

describe('Mailer', () => {
  it('delivers the mail as it is, with its Message-ID', async () => {
    expect(await mailer.send(mail, never)).toMatch(/^250/);
    expect(smtp.mails).toHaveLength(1);
    expect(smtp.mails[0]).toMatchObject({
      ...mail,
      from: '"星澜汇购物中心 Starlight Galleria" <finance@mall.example>',
      autoSubmitted: 'auto-generated',
    });
  });

  it('tells permanent from temporary refusals, with the words of the server', async () => {
    smtp.refused.set(mail.to, { code: 550, words: 'no such mailbox here' });
    await expect(mailer.send(mail, never)).rejects.toMatchObject({
      name: 'PermanentMailError',
      message: '550 no such mailbox here',
      concernsThisMail: true,
    });
    smtp.refused.set(mail.to, { code: 451, words: 'greylisted' });
    await expect(mailer.send(mail, never)).rejects.toMatchObject({
      name: 'TemporaryMailError',
      message: '451 greylisted',
      unreachable: false,
    });
    smtp.refused.clear();
    smtp.senderRefusal = { code: 553, words: 'sender not allowed' };
    await expect(mailer.send(mail, never)).rejects.toMatchObject({
      name: 'PermanentMailError',
      concernsThisMail: false,
    });
  });

  it('refuses an address that is none without asking the server', async () => {
    await expect(mailer.send({ ...mail, to: 'nobody' }, never)).rejects.toMatchObject({ name: /MailError/ });
    await expect(mailer.send({ ...mail, to: '' }, never)).rejects.toMatchObject({
      name: 'PermanentMailError',
      concernsThisMail: true,
    });
  });

  it('says that nobody answers', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as { port: number };
    free.close();
    const lonely = new Mailer(new MallSettings(`smtp://127.0.0.1:${port}`, 'a@mall.example', 'UTC'));
    await expect(lonely.send(mail, never)).rejects.toMatchObject({
      name: 'TemporaryMailError',
      unreachable: true,
    });
    lonely.onApplicationShutdown();
  });

  it('does not repeat by itself a mail whose answer got lost', async () => {
    smtp.dropsAfterAccepting = 1;
    await expect(mailer.send(mail, never)).rejects.toMatchObject({ name: 'TemporaryMailError' });
    expect(smtp.mails).toHaveLength(1);
  });

  it('stops waiting when the task is aborted', async () => {
    const controller = new AbortController();
    smtp.beforeAnswer = () => {
      controller.abort();
      return new Promise(() => undefined);
    };
    await expect(mailer.send(mail, controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});
