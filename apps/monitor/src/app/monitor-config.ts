import { explain, ServiceConfig } from '@celerity/service';
import { Transform } from 'class-transformer';
import { IsBoolean } from 'class-validator';

/** The monitor's settings. */
export class MonitorConfig extends ServiceConfig {
  override readonly PORT: number = 8003;

  /** Go on although events between the views and the journal are missing: for one start, after such an alarm. */
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean(explain('is neither true nor false', 'use true or false'))
  readonly ACCEPT_GAP: boolean = false;
}
