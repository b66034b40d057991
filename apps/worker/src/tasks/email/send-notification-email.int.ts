import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAX_ATTACHED_BYTES, sendNotificationEmail, validateInput } from '@celerity/contracts';
import { FolderShelf } from '@celerity/service';
import { RecordingContext } from '../../testing/recording-context.js';
import { emptyMall } from '../../testing/small-mall.js';
import { TestMall } from '../../testing/test-mall.js';
import { ExportSettings } from '../data/export-settings.js';
import { AttachedExports } from './attached-exports.js';
import { SendNotificationEmailHandler } from './send-notification-email.handler.js';

let mall: TestMall;
let handler: SendNotificationEmailHandler;
let folder: string;
let shelf: FolderShelf;

beforeAll(async () => {
  mall = await TestMall.create();
  folder = await mkdtemp(join(tmpdir(), 'exports-'));
  shelf = new FolderShelf(folder);
  const exports = new AttachedExports(new ExportSettings(shelf, 72));
  handler = new SendNotificationEmailHandler(mall.db, mall.mailer, exports);
});
beforeEach(async () => {
  await emptyMall(mall.db);
  mall.smtp.mails.length = 0;
  mall.smtp.refused.clear();
});
afterAll(async () => {
  await mall?.close();
  await rm(folder, { recursive: true, force: true });
});

const input = { email: 'a@x.example', subject: 'Lift out of order', message: 'Line one\n<b>2 & 3</b>' };
const context = (taskId?: string) => new RecordingContext(sendNotificationEmail.name, taskId);

describe('send_notification_email', () => {
  it('sends text and escaped HTML, and notes it', async () => {
    const given = context();
    const output = await handler.run(input, given);
    const [mail] = mall.smtp.mails;
    expect(output).toEqual({
      message_id: `<task.${given.taskId}@starlight.example>`,
      recipient: 'a@x.example',
      response: expect.stringMatching(/^250/) as string,
    });
    expect(mail).toMatchObject({ to: input.email, subject: input.subject, messageId: output.message_id });
    expect(mail?.text.trim()).toBe(input.message);
    expect(mail?.html).toContain('Line one\n&lt;b&gt;2 &amp; 3&lt;/b&gt;');
    const notes = await mall.db.selectFrom('mall.notifications').selectAll().execute();
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatchObject({
      kind: 'notification',
      locale: 'en',
      task_id: given.taskId,
      shop_id: null,
    });
  });

  it('writes by a template in the language that it is told', async () => {
    const byTemplate = {
      ...{ email: 'a@x.example', template: 'payment_received', locale: 'en' },
      values: { shop: 'Wang & Sons', amount: '1234.50', paid_on: '2028-02-29', bill_id: 17 },
    };
    await handler.run(validateInput(sendNotificationEmail, [], byTemplate), context());
    const [mail] = mall.smtp.mails;
    expect(mail?.subject).toBe('Payment received: ¥1,234.50 (bill 17)');
    expect(mail?.text).toContain('Dear Wang & Sons,');
    expect(mail?.html).toContain('Dear Wang &amp; Sons,');
    const note = await mall.db.selectFrom('mall.notifications').selectAll().executeTakeFirstOrThrow();
    expect(note).toMatchObject({ locale: 'en', subject: mail?.subject });
    expect(note.body.trim()).toBe(mail?.text.trim());
  });

  it('knows Chinese when it sees it', async () => {
    await handler.run({ ...input, subject: '电梯维修通知' }, context());
    expect(mall.smtp.mails[0]?.subject).toBe('电梯维修通知');
    const { locale } = await mall.db
      .selectFrom('mall.notifications')
      .select('locale')
      .executeTakeFirstOrThrow();
    expect(locale).toBe('zh');
  });

  it('carries the same Message-ID in every attempt, and is noted once', async () => {
    const first = await handler.run(input, context());
    const again = await handler.run(input, context(first.message_id.slice(6, 42)));
    expect(again.message_id).toBe(first.message_id);
    expect(mall.smtp.mails.map(({ messageId }) => messageId)).toEqual([first.message_id, first.message_id]);
    expect(await mall.db.selectFrom('mall.notifications').select('id').execute()).toHaveLength(1);
  });

  it('tells what cannot pass from what may pass later', async () => {
    mall.smtp.refused.set(input.email, { code: 550, words: 'no such user' });
    await expect(handler.run(input, context())).rejects.toMatchObject({
      name: 'PermanentMailError',
      message: '550 no such user',
    });
    expect(sendNotificationEmail.retry.giveUpOn).toContain('PermanentMailError');
    mall.smtp.refused.set(input.email, { code: 421, words: 'busy' });
    await expect(handler.run(input, context())).rejects.toMatchObject({ name: 'TemporaryMailError' });
    expect(await mall.db.selectFrom('mall.notifications').select('id').execute()).toEqual([]);
  });
});

describe('attachments of send_notification_email', () => {
  const id = '018f0000-0000-7000-8000-000000000001';
  const content = Buffer.from('\uFEFFshop_code,name\r\nL1-01,老王\r\n');
  const kept = {
    ...{ file_name: 'shops-x.csv', media_type: 'text/csv; charset=utf-8', bytes: content.length },
    sha256: createHash('sha256').update(content).digest('hex'),
    expires_at: new Date(Date.now() + 60_000).toISOString(),
  };
  const send = () => handler.run({ ...input, attachments: [id] }, context());

  beforeEach(async () => {
    await writeFile(join(folder, kept.file_name), content);
    await shelf.record(id, kept);
  });

  it('arrive byte for byte', async () => {
    await send();
    const [attached] = mall.smtp.mails[0]?.attachments ?? [];
    expect(attached?.filename).toBe(kept.file_name);
    expect(attached?.content.equals(content)).toBe(true);
  });

  it.each([
    ['that has expired', { expires_at: new Date(0).toISOString() }, 'AttachmentNotKept'],
    ['whose file is gone', { file_name: 'gone.csv' }, 'AttachmentNotKept'],
    ['that is too large', { bytes: MAX_ATTACHED_BYTES + 1 }, 'AttachmentsTooLarge'],
    ['that was changed', { sha256: 'b'.repeat(64) }, 'Error'],
    ['that leads out of the folder', { file_name: '../../etc/passwd' }, 'Error'],
  ])('an export %s sends no mail', async (_what, change, name) => {
    await shelf.record(id, { ...kept, ...change });
    await expect(send()).rejects.toMatchObject({ name });
    expect(mall.smtp.mails).toEqual([]);
  });

  it('an export that there never was is given up on at once', async () => {
    const attachments = ['018f0000-0000-7000-8000-000000000009'];
    await expect(handler.run({ ...input, attachments }, context())).rejects.toThrow(/no export .*09/);
    for (const name of ['AttachmentNotKept', 'AttachmentsTooLarge']) {
      expect(sendNotificationEmail.retry.giveUpOn).toContain(name);
    }
  });
});
