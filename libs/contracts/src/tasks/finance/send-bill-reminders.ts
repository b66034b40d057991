import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsDecimal,
  IsInt,
  IsString,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { defineTask } from '../../task-definition.js';

/** Most bills that one task may be given. */
export const MAX_BILLS_PER_REMINDER_TASK = 5_000;

export class SendBillRemindersInput {
  /** Bills to remind of. Those that are paid, void or already reminded are passed over. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_BILLS_PER_REMINDER_TASK)
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(Number.MAX_SAFE_INTEGER, { each: true })
  bill_ids: number[];
}

/** A shop that could not be reminded because it has no e-mail address. */
export class UnreachableShop {
  @IsString() shop: string;
  @IsString() code: string;
  @IsInt() bill_count: number;
}

/** A shop whose mail the server refused for good. */
export class FailedShop extends UnreachableShop {
  /** The mail server's words. */
  @IsString() reason: string;
}

/** What this attempt did; an earlier attempt's mails count as already reminded. */
export class SendBillRemindersOutput {
  @IsInt() mails_sent: number;
  @IsInt() bills_reminded: number;
  /** Sum of the bills reminded, in CNY, an exact decimal. */
  @IsDecimal({ decimal_digits: '2' }) total_amount: string;
  /** Their bills stay unreminded. */
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => UnreachableShop)
  shops_without_email: UnreachableShop[];
  /** Their bills stay unreminded. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => FailedShop) failed_shops: FailedShop[];
  /** Given bills that had been reminded before. */
  @IsInt() already_reminded: number;
  /** Given bills that are paid, void or unknown. */
  @IsInt() not_payable: number;
}

export const sendBillReminders = defineTask({
  name: 'send_bill_reminders',
  family: 'finance',
  summary: 'Sends each shop one mail that lists its unpaid bills, and marks them as reminded.',
  input: SendBillRemindersInput,
  output: SendBillRemindersOutput,
  positional: ['bill_ids'],
  effect: 'keyed',
  // Patient with a mail server that is down, yet done within the hour for which the bills are claimed.
  retry: { maxRetries: 8, baseDelayMs: 5_000, giveUpOn: ['PermanentMailError'] },
});
