import { IsByteLength, IsEmail, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { defineTask } from '../../task-definition.js';

/** Longest text of a notification, in bytes. */
export const MAX_NOTIFICATION_BYTES = 100 * 1024;

export class SendNotificationEmailInput {
  @IsString() @MaxLength(254) @IsEmail() email: string;

  /** One line: a line break could smuggle in another header. */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  @Matches(/^\P{Cc}*$/u, { message: 'subject must be one line without control characters' })
  subject: string;

  /** Plain text. */
  @IsString()
  @IsByteLength(1, MAX_NOTIFICATION_BYTES, {
    message: `message must be between 1 and ${MAX_NOTIFICATION_BYTES} bytes long`,
  })
  message: string;
}

export class SendNotificationEmailOutput {
  @IsString() message_id: string;
  @IsString() recipient: string;
  /** What the mail server answered. */
  @IsString() response: string;
}

export const sendNotificationEmail = defineTask({
  name: 'send_notification_email',
  family: 'email',
  summary: 'Sends one e-mail with the given subject and message.',
  input: SendNotificationEmailInput,
  output: SendNotificationEmailOutput,
  positional: ['email', 'subject', 'message'],
  effect: 'keyed',
  retry: { maxRetries: 8, baseDelayMs: 5_000, giveUpOn: ['PermanentMailError'] },
});
