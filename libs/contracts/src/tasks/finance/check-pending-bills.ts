import {
  ArrayMaxSize,
  IsArray,
  IsDecimal,
  IsInt,
  IsISO8601,
  IsOptional,
  IsUUID,
  Matches,
} from 'class-validator';
import { defineTask } from '../../task-definition.js';

export class CheckPendingBillsInput {
  /** The business date to check for, `YYYY-MM-DD`; today unless given. */
  @IsOptional()
  @Matches(/^(19|20)\d{2}-\d{2}-\d{2}$/, { message: 'as_of must be a date, YYYY-MM-DD' })
  @IsISO8601({ strict: true }, { message: 'as_of must be a date that exists' })
  as_of?: string;
}

export class CheckPendingBillsOutput {
  /** Bills that this task handed over to be reminded. */
  @IsInt() bills_due: number;
  /** Shops that these bills belong to. */
  @IsInt() shops: number;
  /** Ids of the `send_bill_reminders` tasks that were sent. */
  @IsArray() @ArrayMaxSize(100_000) @IsUUID('all', { each: true }) child_task_ids: string[];
  /** Sum of the bills in CNY, an exact decimal. */
  @IsDecimal({ decimal_digits: '2' }) total_amount: string;
  /** Bills whose period ends by this date were looked for. */
  @IsISO8601({ strict: true }) due_by: string;
}

export const checkPendingBills = defineTask({
  name: 'check_pending_bills',
  family: 'finance',
  summary: 'Finds unpaid bills whose period ends by tomorrow and has each shop reminded of them once.',
  input: CheckPendingBillsInput,
  output: CheckPendingBillsOutput,
  positional: ['as_of'],
  effect: 'transactional',
});
