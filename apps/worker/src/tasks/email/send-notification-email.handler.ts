import {
  type SendNotificationEmailInput,
  type SendNotificationEmailOutput,
  sendNotificationEmail,
} from '@celerity/contracts';
import { Kysely } from 'kysely';
import type { TaskContext } from '../../engine/handlers/task-context.js';
import { HandlesTask, type TaskHandler } from '../../engine/handlers/task-handler.decorator.js';
import { Mailer } from '../../mall/mail/mailer.js';
import { taskMessageId } from '../../mall/mail/message-id.js';
import type { Locale, MallDatabase } from '../../mall/mall-database.js';
import { AttachedExports } from './attached-exports.js';
import { renderNotification, type WrittenMail } from './notification-mail.js';
import { renderTemplate } from './templates/templated-mail.js';

const HAN = /\p{Script=Han}/u;

/** Sends one mail and notes that it went. */
@HandlesTask(sendNotificationEmail)
export class SendNotificationEmailHandler implements TaskHandler<typeof sendNotificationEmail> {
  constructor(
    private readonly db: Kysely<MallDatabase>,
    private readonly mailer: Mailer,
    private readonly exports: AttachedExports,
  ) {}

  async run(input: SendNotificationEmailInput, context: TaskContext): Promise<SendNotificationEmailOutput> {
    const messageId = taskMessageId(context.idempotencyKey, this.mailer.domain);
    const { email } = input;
    const { locale, subject, text, html } = write(input);
    const attachments = await this.exports.read(input.attachments ?? []);
    const response = await this.mailer.send(
      { messageId, to: email, subject, text, html, attachments },
      context.signal,
    );
    const sent_at = new Date();
    await this.db
      .insertInto('mall.notifications')
      .values({
        ...{ recipient: email, subject, body: text, kind: 'notification', status: 'sent' },
        ...{ locale, message_id: messageId, task_id: context.taskId, sent_at },
      })
      // An attempt that ended before it could report has sent it already.
      .onConflict((conflict) => conflict.column('message_id').doUpdateSet({ sent_at }))
      .execute();
    return { message_id: messageId, recipient: email, response };
  }
}

/** By the template, or in the caller's own words; the contract has seen to it that one of them is there. */
function write(input: SendNotificationEmailInput): WrittenMail & { readonly locale: Locale } {
  const { subject = '', message = '', template, values } = input;
  if (template && values) {
    const locale = input.locale ?? 'zh';
    return { locale, ...renderTemplate(template, values, locale) };
  }
  const locale = HAN.test(subject + message) ? 'zh' : 'en';
  return { locale, subject, text: message, html: renderNotification(subject, message) };
}
