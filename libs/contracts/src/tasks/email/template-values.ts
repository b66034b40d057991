import { IsIn, IsInt, IsISO8601, Matches, Max, MaxLength, Min } from 'class-validator';
import type { Dto } from '../../task-definition.js';

/** A line of text that is put into a mail as it is: it may stand in the subject, so no line break is allowed. */
function IsLine(): PropertyDecorator {
  return together(
    MaxLength(200),
    Matches(/^\P{Cc}+$/u, { message: '$property must be one line without control characters' }),
  );
}

/** A calendar day, `YYYY-MM-DD`. */
function IsDay(): PropertyDecorator {
  return together(
    Matches(/^(19|20)\d{2}-\d{2}-\d{2}$/, { message: '$property must be a date, YYYY-MM-DD' }),
    IsISO8601({ strict: true }, { message: '$property must be a date that exists' }),
  );
}

function together(...rules: PropertyDecorator[]): PropertyDecorator {
  return (target, property) => rules.forEach((rule) => rule(target, property));
}

/** A contract is about to end. */
export class ContractExpiringValues {
  @IsLine() shop: string;
  @IsLine() unit: string;
  @IsDay() ends_on: string;
  /** By when the shop should say whether it stays. */
  @IsDay() answer_by: string;
}

/** Something is repaired, and shops should know. */
export class MaintenanceNoticeValues {
  @IsLine() shop: string;
  /** What is repaired, and where. */
  @IsLine() what: string;
  @IsDay() day: string;
  /** Local time, `HH:MM`. */
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/, { message: '$property must be a time, HH:MM' }) from: string;
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/, { message: '$property must be a time, HH:MM' }) until: string;
}

/** A payment has come in. */
export class PaymentReceivedValues {
  @IsLine() shop: string;
  /** In CNY, an exact decimal as text. */
  @Matches(/^\d{1,12}\.\d{2}$/, { message: '$property must be an amount as text, like "1234.50"' })
  amount: string;
  @IsDay() paid_on: string;
  @IsInt() @Min(1) @Max(Number.MAX_SAFE_INTEGER) bill_id: number;
}

/** A report can be downloaded. */
export class ReportReadyValues {
  @IsIn(['hourly', 'daily', 'weekly', 'monthly']) kind: 'hourly' | 'daily' | 'weekly' | 'monthly';
  /** As the result of the report's task names it, such as `monthly-2026-10-01`. */
  @Matches(/^[A-Za-z0-9][A-Za-z0-9+-]{0,63}$/, { message: '$property must be the name of a report' })
  report_name: string;
}

export type TemplateValues =
  ContractExpiringValues | MaintenanceNoticeValues | PaymentReceivedValues | ReportReadyValues;

/** The templates that a mail may be written by; each exists in Chinese and English. */
export const MAIL_TEMPLATES = [
  'contract_expiring',
  'maintenance_notice',
  'payment_received',
  'report_ready',
] as const;

export type MailTemplate = (typeof MAIL_TEMPLATES)[number];

/** What each template must be told, all of it and nothing else. */
export const TEMPLATE_VALUES: ReadonlyMap<string, Dto<TemplateValues>> = new Map<string, Dto<TemplateValues>>(
  [
    ['contract_expiring', ContractExpiringValues],
    ['maintenance_notice', MaintenanceNoticeValues],
    ['payment_received', PaymentReceivedValues],
    ['report_ready', ReportReadyValues],
  ] satisfies [MailTemplate, Dto<TemplateValues>][],
);
