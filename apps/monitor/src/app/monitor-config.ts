import { explain, ServiceConfig } from '@celerity/service';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsInt, Max, Min } from 'class-validator';

/** The monitor's settings. */
export class MonitorConfig extends ServiceConfig {
  override readonly PORT: number = 8003;

  /** Go on although events between the views and the journal are missing: for one start, after such an alarm. */
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean(explain('is neither true nor false', 'use true or false'))
  readonly ACCEPT_GAP: boolean = false;

  /** How long an accepted task may wait beside empty queues before its message counts as lost, in milliseconds. */
  @Type(() => Number)
  @IsInt(explain('is no whole number', 'use milliseconds, such as 120000'))
  @Min(1_000, explain('is below 1000', 'use milliseconds, such as 120000'))
  @Max(86_400_000, explain('is above a day', 'use milliseconds, such as 120000'))
  readonly SWEEP_AFTER_MS: number = 120_000;
}
