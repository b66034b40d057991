import { IsIn, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';

export const CRASHES = ['exit', 'reject', 'block', 'memory', 'spin'] as const;
export type Crash = (typeof CRASHES)[number];

/** What a chaos task is told to do; everything but `ref` is optional. */
export class ChaosInput {
  /** The client's own name for the submission, so that also those without a task id can be recognised. */
  @IsString() ref: string;
  /** How long it works before its effect. */
  @IsOptional() @IsInt() @Min(0) @Max(600_000) ms?: number;
  /** It fails in so many first attempts. */
  @IsOptional() @IsInt() @Min(0) @Max(100) failures?: number;
  /** Size of its result. */
  @IsOptional() @IsInt() @Min(0) @Max(16_777_216) bytes?: number;
  /** How many children it sends. */
  @IsOptional() @IsInt() @Min(0) @Max(100) children?: number;
  /** How it takes its worker down. */
  @IsOptional() @IsIn(CRASHES) crash?: Crash;
  /** In how many first runs it does so. */
  @IsOptional() @IsInt() @Min(0) @Max(1_000) crashes?: number;
}

export class ChaosOutput {
  @IsString() ref: string;
  @IsOptional() @IsString() padding?: string;
}
