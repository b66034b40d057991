import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsByteLength,
  IsEmail,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  MinLength,
} from 'class-validator';
import { defineTask } from '../../task-definition.js';

/** What the attachments of one mail may come to, in bytes: more is refused by many mail servers. */
export const MAX_ATTACHED_BYTES = 10 * 1024 * 1024;

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

  /** The `export_id` of exports that are still kept, 10 MiB together. Nothing else can be attached. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(5)
  @ArrayUnique()
  @IsUUID('all', { each: true, message: 'attachments must be export_ids of export_data' })
  attachments?: string[];
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
  summary: 'Sends one e-mail with the given subject and message, and exports attached to it.',
  input: SendNotificationEmailInput,
  output: SendNotificationEmailOutput,
  positional: ['email', 'subject', 'message'],
  effect: 'keyed',
  retry: {
    maxRetries: 8,
    baseDelayMs: 5_000,
    giveUpOn: ['PermanentMailError', 'AttachmentNotKept', 'AttachmentsTooLarge'],
  },
});
