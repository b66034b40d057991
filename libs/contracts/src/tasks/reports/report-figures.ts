import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsArray, IsDecimal, IsInt, IsISO8601, IsOptional, IsString, ValidateNested } from 'class-validator';

/** How many bills and how much they come to; amounts are exact decimals in CNY. */
export class BillTotal {
  @IsInt() bills: number;
  @IsDecimal({ decimal_digits: '2' }) amount: string;
}

/** A total of one kind of bill. */
export class KindTotal extends BillTotal {
  /** `rent`, `utilities` or `service`. */
  @IsString() kind: string;
}

/** Unpaid bills by how long they have been overdue. */
export class AgeingBucket extends BillTotal {
  /** Days overdue: `1-30`, `31-60`, `61-90` or `over 90`. */
  @IsString() days: string;
}

/** A shop by what it paid in the period. */
export class TopShop extends BillTotal {
  @IsString() code: string;
  @IsString() name: string;
  @IsString() name_en: string;
}

export class OccupancyFigures {
  /** Area under contract and the whole lettable area, in square metres. */
  @IsDecimal() let_m2: string;
  @IsDecimal() total_m2: string;
  /** Share of the area that is let, in percent. */
  @IsDecimal({ decimal_digits: '2' }) percent: string;
  @IsInt() units_let: number;
  @IsInt() units: number;
}

/** Mails of one kind. */
export class MailTotal {
  /** `bill_reminder` or `notification`. */
  @IsString() kind: string;
  @IsInt() mails: number;
}

/** What happened in the mall in one period, and how things stood at its end. */
export class ReportFigures {
  /** Standing figures (overdue, occupancy) are of this day, the last of the period, as its end found them. */
  @IsISO8601({ strict: true }) as_of: string;
  @ValidateNested() @Type(() => BillTotal) billed: BillTotal;
  @ValidateNested() @Type(() => BillTotal) collected: BillTotal;
  @IsArray() @ValidateNested({ each: true }) @Type(() => KindTotal) collected_by_kind: KindTotal[];
  @ValidateNested() @Type(() => BillTotal) overdue: BillTotal;
  @IsArray() @ValidateNested({ each: true }) @Type(() => AgeingBucket) overdue_ageing: AgeingBucket[];
  @IsInt() contracts_started: number;
  @IsInt() contracts_ended: number;
  @ValidateNested() @Type(() => OccupancyFigures) occupancy: OccupancyFigures;
  @IsArray() @ValidateNested({ each: true }) @Type(() => TopShop) top_shops: TopShop[];
  @IsInt() mails_sent: number;
  @IsOptional() @IsArray() @ValidateNested({ each: true }) @Type(() => MailTotal) mails_by_kind?: MailTotal[];
  @IsOptional() @IsInt() bills_reminded?: number;
  /** Tasks with a transactional effect whose effect was committed in the period. */
  @IsOptional() @IsInt() tasks_completed?: number;
}
