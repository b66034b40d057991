import { ServiceConfig, TrueOrFalse, WholeNumber } from '@celerity/service';

/** The monitor's settings. */
export class MonitorConfig extends ServiceConfig {
  override readonly PORT: number = 8003;

  /** Go on although events between the views and the journal are missing: for one start, after such an alarm. */
  @TrueOrFalse()
  readonly ACCEPT_GAP: boolean = false;

  /** How long an accepted task may wait beside empty queues before its message counts as lost, in milliseconds. */
  @WholeNumber('a number of milliseconds', { from: 1_000, to: 86_400_000 })
  readonly SWEEP_AFTER_MS: number = 120_000;
}
