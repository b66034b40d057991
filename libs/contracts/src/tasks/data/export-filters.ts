import { IsBoolean, IsIn, IsOptional, Matches } from 'class-validator';
import { FAMILIES, type Family } from '../../families.js';
import type { Dto } from '../../task-definition.js';
import { FINAL_STATES } from '../../task-state.js';
import { IsAmountFilter, IsDayFilter, IsLineFilter, IsShopCodeFilter } from './filter-rules.js';

/** What can be exported. */
export const EXPORT_TYPES = ['shops', 'contracts', 'finances', 'notifications', 'task_history'] as const;

export type ExportType = (typeof EXPORT_TYPES)[number];

/** Which shops. Every filter narrows the export; days are inclusive and in the mall's time zone. */
export class ShopFilters {
  @IsShopCodeFilter() shop_code?: string;
  @IsLineFilter() category?: string;
  @IsLineFilter() floor?: string;
  @IsOptional() @IsIn(['zh', 'en']) locale?: 'zh' | 'en';
  /** Only shops with an e-mail address, or only those without. */
  @IsOptional() @IsBoolean() has_email?: boolean;
}

/** Which contracts. */
export class ContractFilters {
  @IsShopCodeFilter() shop_code?: string;
  @IsOptional() @IsIn(['pending', 'active', 'ended', 'terminated']) status?: string;
  @IsDayFilter() starts_from?: string;
  @IsDayFilter() starts_to?: string;
  @IsDayFilter() ends_from?: string;
  @IsDayFilter() ends_to?: string;
}

/** Which bills. */
export class FinanceFilters {
  @IsShopCodeFilter() shop_code?: string;
  @IsOptional() @IsIn(['unpaid', 'paid', 'void']) status?: string;
  @IsOptional() @IsIn(['rent', 'utilities', 'service']) kind?: string;
  @IsDayFilter() issued_from?: string;
  @IsDayFilter() issued_to?: string;
  /** By the last day of the bill's period, on which it falls due. */
  @IsDayFilter() due_from?: string;
  @IsDayFilter() due_to?: string;
  @IsDayFilter() paid_from?: string;
  @IsDayFilter() paid_to?: string;
  @IsAmountFilter() min_amount?: string;
  @IsAmountFilter() max_amount?: string;
}

/** Which notifications. */
export class NotificationFilters {
  @IsShopCodeFilter() shop_code?: string;
  @IsOptional() @IsIn(['bill_reminder', 'notification']) kind?: string;
  @IsLineFilter() recipient?: string;
  @IsDayFilter() sent_from?: string;
  @IsDayFilter() sent_to?: string;
}

/** Which tasks that have ended. */
export class TaskHistoryFilters {
  @IsOptional() @IsIn(FINAL_STATES) status?: (typeof FINAL_STATES)[number];
  /** Short or full. */
  @IsOptional()
  @Matches(/^[a-z][a-z0-9_.]{0,127}$/, { message: '$property must be the name of a task' })
  task_name?: string;
  @IsOptional() @IsIn(FAMILIES) queue?: Family;
  @IsLineFilter() worker?: string;
  /** By the day on which the task was sent. */
  @IsDayFilter() submitted_from?: string;
  @IsDayFilter() submitted_to?: string;
}

export type ExportFilters =
  ShopFilters | ContractFilters | FinanceFilters | NotificationFilters | TaskHistoryFilters;

/** The filters that each type of export knows. */
export const EXPORT_FILTERS: ReadonlyMap<string, Dto<ExportFilters>> = new Map<string, Dto<ExportFilters>>([
  ['shops', ShopFilters],
  ['contracts', ContractFilters],
  ['finances', FinanceFilters],
  ['notifications', NotificationFilters],
  ['task_history', TaskHistoryFilters],
] satisfies [ExportType, Dto<ExportFilters>][]);
