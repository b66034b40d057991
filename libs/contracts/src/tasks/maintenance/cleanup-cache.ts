import { IsBoolean, IsInt, IsOptional, Min } from 'class-validator';
import { defineTask } from '../../task-definition.js';

export class CleanupCacheInput {
  /** Everything that this product keeps in the cache goes, not only what has expired. */
  @IsOptional() @IsBoolean() all?: boolean;
}

export class CleanupCacheOutput {
  @IsInt() @Min(0) removed: number;
  /** Entries of this product that are still there. */
  @IsInt() @Min(0) remaining: number;
}

export const cleanupCache = defineTask({
  name: 'cleanup_cache',
  family: 'maintenance',
  summary: 'Removes expired entries from the shared cache, or with `all` every entry of this product.',
  input: CleanupCacheInput,
  output: CleanupCacheOutput,
  positional: ['all'],
  effect: 'none',
});
