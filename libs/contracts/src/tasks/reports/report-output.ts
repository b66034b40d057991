import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsIn, IsISO8601, IsString, ValidateNested } from 'class-validator';
import { ReportFigures } from './report-figures.js';

/** The periods that reports are made for. */
export const REPORT_KINDS = ['hourly', 'daily', 'weekly', 'monthly'] as const;

export type ReportKind = (typeof REPORT_KINDS)[number];

/** A report as it is stored: one per kind and period, replaced when it is made again. */
export class ReportOutput {
  @IsString() report_id: string;
  @IsIn(REPORT_KINDS) kind: ReportKind;
  /** First instant of the period. */
  @IsISO8601({ strict: true }) period_start: string;
  /** First instant after the period. */
  @IsISO8601({ strict: true }) period_end: string;
  /** The time zone that days and months are counted in. */
  @IsString() zone: string;
  @ValidateNested() @Type(() => ReportFigures) figures: ReportFigures;
}
