import { sendNotificationEmail } from '@celerity/contracts';
import { RecordingContext } from '../../testing/recording-context.js';
import { emptyMall } from '../../testing/small-mall.js';
import { TestMall } from '../../testing/test-mall.js';
import { SendNotificationEmailHandler } from './send-notification-email.handler.js';

let mall: TestMall;
let handler: SendNotificationEmailHandler;

beforeAll(async () => {
  mall = await TestMall.create();
  handler = new SendNotificationEmailHandler(mall.db, mall.mailer);
});
beforeEach(async () => {
  await emptyMall(mall.db);
  mall.smtp.mails.length = 0;
  mall.smtp.refused.clear();
});
afterAll(() => mall?.close());

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
