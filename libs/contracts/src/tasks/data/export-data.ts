import 'reflect-metadata';
import { Type, type TypeHelpOptions } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Min,
  ValidateNested,
} from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { jsonSchemaOf } from '../../json-schema.js';
import { defineTask, type Dto } from '../../task-definition.js';
import { EXPORT_FILTERS, EXPORT_TYPES, type ExportFilters, type ExportType } from './export-filters.js';

/** `csv` opens in Excel as it is; `jsonl` has one JSON object a line. */
export const EXPORT_FORMATS = ['csv', 'jsonl', 'xlsx'] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Stands in for the filters of an export type that there is not. */
class NoFilters {}

export class ExportDataInput {
  @IsIn(EXPORT_TYPES, { message: `export_type must be one of ${EXPORT_TYPES.join(', ')}` })
  export_type: ExportType;

  /** Which rows; all of them unless told. Each export type knows its own filters and no others. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(filtersOf)
  @JSONSchema((schema) => ({ description: schema.description, ...filtersSchema() }))
  filters?: ExportFilters;

  /** `csv` unless told. */
  @IsOptional() @IsIn(EXPORT_FORMATS) format?: ExportFormat;
}

export class ExportDataOutput {
  @IsUUID() export_id: string;
  /** Name of the file in the folder of exports. */
  @IsString() file_name: string;
  @IsInt() @Min(0) rows: number;
  @IsInt() bytes: number;
  /** Of the whole file, in hexadecimal. */
  @Matches(/^[0-9a-f]{64}$/) sha256: string;
  /** The file is kept until then. */
  @IsISO8601({ strict: true }) expires_at: string;
}

export const exportData = defineTask({
  name: 'export_data',
  family: 'data',
  summary:
    'Writes shops, contracts, finances (bills), notifications or the history of tasks to a CSV, JSONL or XLSX file.',
  input: ExportDataInput,
  output: ExportDataOutput,
  positional: ['export_type', 'filters', 'format'],
  effect: 'keyed',
  retry: { giveUpOn: ['CellTooLong'] },
});

/** The filters' class depends on the export type beside it. Documentation asks without any object. */
function filtersOf(help?: TypeHelpOptions): Dto<object> {
  const type: unknown = help?.object?.export_type;
  return (typeof type === 'string' && EXPORT_FILTERS.get(type)) || NoFilters;
}

function filtersSchema(): object {
  const perType = [...EXPORT_FILTERS].map(([title, filters]) => ({ title, ...jsonSchemaOf(filters) }));
  return { type: 'object', anyOf: perType };
}
