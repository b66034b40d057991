import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsDecimal,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { defineTask } from '../../task-definition.js';

export class CalculateMonthlyRevenueInput {
  @IsInt() @Min(1900) @Max(2100) year: number;
  @IsInt() @Min(1) @Max(12) month: number;
}

/** Bills paid and what they come to in CNY, an exact decimal. */
export class Revenue {
  @IsInt() transactions: number;
  @IsDecimal({ decimal_digits: '2' }) amount: string;
}

export class ShopRevenue extends Revenue {
  @IsString() code: string;
  @IsString() name: string;
  @IsString() name_en: string;
}

/** Revenue from the shops of one category. */
export class CategoryRevenue extends Revenue {
  @IsString() category: string;
}

/** Revenue from one kind of bill. */
export class KindRevenue extends Revenue {
  /** `rent`, `utilities` or `service`. */
  @IsString() kind: string;
}

/** An earlier month beside the one asked for. */
export class RevenueComparison extends Revenue {
  /** `YYYY-MM`. */
  @Matches(/^\d{4}-\d{2}$/) month: string;
  /** The month asked for less this one. */
  @IsDecimal({ decimal_digits: '2' }) change: string;
  /** The change in percent of this month; null when there was no revenue to compare with. */
  @IsOptional() @IsString() @Matches(/^-?\d+\.\d{2}$/) change_percent: string | null;
  /** When this month's figures were computed: up to an hour ago, when they come from the cache. */
  @IsISO8601({ strict: true }) computed_at: string;
}

export class CalculateMonthlyRevenueOutput extends Revenue {
  /** `YYYY-MM`. */
  @Matches(/^\d{4}-\d{2}$/) month: string;
  /** The time zone in which the month begins and ends. */
  @IsString() zone: string;
  /** False while the month is still running. */
  @IsBoolean() complete: boolean;
  @IsISO8601({ strict: true }) computed_at: string;
  /** Every shop that paid, highest revenue first. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => ShopRevenue) by_shop: ShopRevenue[];
  @IsArray() @ValidateNested({ each: true }) @Type(() => CategoryRevenue) by_category: CategoryRevenue[];
  @IsArray() @ValidateNested({ each: true }) @Type(() => KindRevenue) by_kind: KindRevenue[];
  @ValidateNested() @Type(() => RevenueComparison) previous_month: RevenueComparison;
  @ValidateNested() @Type(() => RevenueComparison) same_month_last_year: RevenueComparison;
}

export const calculateMonthlyRevenue = defineTask({
  name: 'calculate_monthly_revenue',
  family: 'finance',
  summary: 'Adds up what shops paid in a month, and compares it with the month before and the year before.',
  input: CalculateMonthlyRevenueInput,
  output: CalculateMonthlyRevenueOutput,
  positional: ['year', 'month'],
  effect: 'none',
  retry: { giveUpOn: ['MonthNotBegun'] },
});
