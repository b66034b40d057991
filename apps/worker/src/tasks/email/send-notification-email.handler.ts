import {
  type SendNotificationEmailInput,
  type SendNotificationEmailOutput,
  sendNotificationEmail,
} from '@celerity/contracts';
import { Kysely } from 'kysely';
import type { TaskContext } from '../../engine/task-context.js';
import { HandlesTask, type TaskHandler } from '../../engine/task-handler.decorator.js';
import { Mailer } from '../../mall/mail/mailer.js';
import { taskMessageId } from '../../mall/mail/message-id.js';
import type { MallDatabase } from '../../mall/mall-database.js';
import { AttachedExports } from './attached-exports.js';
import { renderNotification } from './notification-mail.js';

const HAN = /\p{Script=Han}/u;

/** Sends one mail and notes that it went. */
@HandlesTask(sendNotificationEmail)
export class SendNotificationEmailHandler implements TaskHandler<typeof sendNotificationEmail> {
  constructor(
    private readonly db: Kysely<MallDatabase>,
    private readonly mailer: Mailer,
    private readonly exports: AttachedExports,
  ) {}

  async run(
    { email, subject, message, attachments: exportIds }: SendNotificationEmailInput,
    context: TaskContext,
  ): Promise<SendNotificationEmailOutput> {
    const messageId = taskMessageId(context.idempotencyKey, this.mailer.domain);
    const html = renderNotification(subject, message);
    const attachments = await this.exports.read(exportIds ?? []);
    const response = await this.mailer.send(
      { messageId, to: email, subject, text: message, html, attachments },
      context.signal,
    );
    const sent_at = new Date();
    await this.db
      .insertInto('mall.notifications')
      .values({
        ...{ recipient: email, subject, body: message, kind: 'notification', status: 'sent' },
        ...{ locale: HAN.test(subject + message) ? 'zh' : 'en', message_id: messageId },
        ...{ task_id: context.taskId, sent_at },
      })
      // An attempt that ended before it could report has sent it already.
      .onConflict((conflict) => conflict.column('message_id').doUpdateSet({ sent_at }))
      .execute();
    return { message_id: messageId, recipient: email, response };
  }
}
