import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  Matches,
  ValidateNested,
} from 'class-validator';
import { ReportFigures } from './report-figures.js';

/** The periods that reports are made for. */
export const REPORT_KINDS = ['hourly', 'daily', 'weekly', 'monthly'] as const;

export type ReportKind = (typeof REPORT_KINDS)[number];

/** The files that every report is written to. */
export const REPORT_FORMATS = ['xlsx', 'html', 'json'] as const;

export type ReportFormat = (typeof REPORT_FORMATS)[number];

export class ReportFile {
  @IsIn(REPORT_FORMATS) format: ReportFormat;
  @IsInt() bytes: number;
  /** Of the whole file, in hexadecimal. */
  @Matches(/^[0-9a-f]{64}$/) sha256: string;
}

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
  /** Names the report for download: `GET /api/core/reports/{report_name}/{format}`. */
  @IsOptional() @IsString() report_name?: string;
  @IsOptional() @IsArray() @ValidateNested({ each: true }) @Type(() => ReportFile) files?: ReportFile[];
  /** Tasks that were sent to make the reports of earlier periods. */
  @IsOptional() @IsInt() backfilled?: number;
}
