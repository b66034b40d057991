import { ServiceConfig } from '@celerity/service';

/** Beat's settings: those of every service; `CELERITY_TIMEZONE` is the zone of the shipped schedules. */
export class BeatConfig extends ServiceConfig {
  override readonly PORT: number = 8002;
}
