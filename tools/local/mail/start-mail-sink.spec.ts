import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startMailSink, type MailSink } from './start-mail-sink.ts';

describe('the mail sink', () => {
  let dir: string;
  let sink: MailSink;

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'celerity-mails-'));
    sink = await startMailSink({ dir });
  });

  afterEach(async () => {
    await sink.stop();
    rmSync(dir, { recursive: true });
  });

  it('keeps a mail sent over SMTP, in memory and byte for byte in a file', async () => {
    await sendMail(sink.smtpUrl, 'shop@mall.example', [
      'From: Mall <billing@mall.example>',
      'To: shop@mall.example',
      'Subject: =?utf-8?B?6LSm5Y2V5o+Q6YaS?=',
      'Message-ID: <bill-17@mall.example>',
      '',
      'CNY 1,200.00 due tomorrow',
    ]);
    const mail = await sink.waitFor(({ to }) => to.includes('shop@mall.example'), 5_000);
    expect(mail).toMatchObject({
      from: '"Mall" <billing@mall.example>',
      subject: '账单提醒',
      messageId: '<bill-17@mall.example>',
    });
    expect(mail.text.trim()).toBe('CNY 1,200.00 due tomorrow');
    expect(readFileSync(mail.file, 'utf8')).toContain('CNY 1,200.00 due tomorrow');
  });

  it('shows what strangers wrote as text, and their HTML only in a sandbox', async () => {
    await sendMail(sink.smtpUrl, 'a@b.example', [
      'Subject: <script>alert(1)</script>',
      'Content-Type: text/html',
      '',
      '<script>alert(2)</script>',
    ]);
    const { id } = await sink.waitFor(() => true, 5_000);
    const list = await fetch(sink.httpUrl).then((response) => response.text());
    expect(list).not.toContain('<script>');
    expect(list).toContain('&#60;script&#62;alert(1)');
    const body = await fetch(`${sink.httpUrl}/mails/${id}/html`);
    expect(body.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
  });

  it('shows the mails of an earlier run in the same folder', async () => {
    await sendMail(sink.smtpUrl, 'a@b.example', ['To: a@b.example', 'Subject: kept', '', 'x']);
    await sink.waitFor(() => true, 5_000);
    await sink.stop();
    sink = await startMailSink({ dir });
    expect(sink.mails()).toMatchObject([{ subject: 'kept', to: ['a@b.example'] }]);
  });

  it('says so when the awaited mail does not come', async () => {
    await expect(sink.waitFor(() => true, 20)).rejects.toThrow('no such mail within 20 ms (0 others)');
  });
});

/** Speaks SMTP by hand: one command for every answer. */
async function sendMail(smtpUrl: string, to: string, lines: string[]): Promise<void> {
  const { port, hostname } = new URL(smtpUrl);
  const socket = connect(Number(port), hostname);
  const commands = ['HELO test', 'MAIL FROM:<billing@mall.example>', `RCPT TO:<${to}>`, 'DATA'];
  commands.push(`${lines.join('\r\n')}\r\n.`, 'QUIT');
  for await (const reply of createInterface({ input: socket })) {
    if (!/^[23]/.test(reply)) throw new Error(`SMTP answered ${reply}`);
    const command = commands.shift();
    if (command === undefined) break;
    socket.write(`${command}\r\n`);
  }
  socket.destroy();
}
