import 'reflect-metadata';
import { Type, type TypeHelpOptions } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsByteLength,
  IsEmail,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  MinLength,
  ValidateIf,
  ValidateNested,
  type ValidationArguments,
  ValidateBy,
} from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { jsonSchemaOf } from '../../json-schema.js';
import { defineTask, type Dto } from '../../task-definition.js';
import {
  MAIL_TEMPLATES,
  type MailTemplate,
  TEMPLATE_VALUES,
  type TemplateValues,
} from './template-values.js';

/** What the attachments of one mail may come to, in bytes: more is refused by many mail servers. */
export const MAX_ATTACHED_BYTES = 10 * 1024 * 1024;

/** Longest text of a notification, in bytes. */
export const MAX_NOTIFICATION_BYTES = 100 * 1024;

/** Stands in for the values of a template that there is not. */
class NoValues {}

/** Either words or a template: a mail that was told both would leave one out. */
function IsAlone(others: readonly (keyof SendNotificationEmailInput)[]): PropertyDecorator {
  return ValidateBy({
    name: 'isAlone',
    validator: {
      validate: (_value, args?: ValidationArguments) =>
        others.every((name) => (args?.object as SendNotificationEmailInput)[name] === undefined),
      defaultMessage: () => `$property must come without ${others.join(' and ')}: the template has its own`,
    },
  });
}

const inWords = ({ template }: SendNotificationEmailInput) => !template;

export class SendNotificationEmailInput {
  @IsString() @MaxLength(254) @IsEmail() email: string;

  /** One line: a line break could smuggle in another header. Required without a template. */
  @ValidateIf(inWords)
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  @Matches(/^\P{Cc}*$/u, { message: 'subject must be one line without control characters' })
  subject?: string;

  /** Plain text. Required without a template. */
  @ValidateIf(inWords)
  @IsString()
  @IsByteLength(1, MAX_NOTIFICATION_BYTES, {
    message: `message must be between 1 and ${MAX_NOTIFICATION_BYTES} bytes long`,
  })
  message?: string;

  /** Writes the mail, in place of `subject` and `message`. */
  @IsOptional()
  @IsIn(MAIL_TEMPLATES, { message: `template must be one of ${MAIL_TEMPLATES.join(', ')}` })
  @IsAlone(['subject', 'message'])
  template?: MailTemplate;

  /** What the template must be told. Each template knows its own values and no others. */
  @ValidateIf(
    ({ template, values }: SendNotificationEmailInput) => Boolean(template) || (values ?? null) !== null,
  )
  @IsObject()
  @ValidateNested()
  @Type(valuesOf)
  @JSONSchema((schema) => ({ description: schema.description, ...valuesSchema() }))
  values?: TemplateValues;

  /** Language of the template; `zh` unless told. */
  @IsOptional() @IsIn(['zh', 'en']) locale?: 'zh' | 'en';

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
  summary:
    'Sends one e-mail, with the given subject and message or by a template, and exports attached to it.',
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

/** The values' class depends on the template beside them. Documentation asks without any object. */
function valuesOf(help?: TypeHelpOptions): Dto<object> {
  const template: unknown = help?.object?.template;
  return (typeof template === 'string' && TEMPLATE_VALUES.get(template)) || NoValues;
}

function valuesSchema(): object {
  const perTemplate = [...TEMPLATE_VALUES].map(([title, values]) => ({ title, ...jsonSchemaOf(values) }));
  return { type: 'object', anyOf: perTemplate };
}
