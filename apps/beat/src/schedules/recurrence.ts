import { CronDate, type CronExpression, CronExpressionParser } from 'cron-parser';
import type { Calendar } from './calendar.js';
import { InvalidSchedule } from './invalid-schedule.js';
import { WallClock, type WallTime } from './wall-clock.js';

const HOURS_A_DAY = 24;
/** Any instant will do to see whether there is a next one; it must not depend on this machine's clock. */
const TRIAL = new Date('2000-01-01T00:00:00Z');

/**
 * A cron expression (five fields, or six with seconds first) in a time zone. cron-parser does the calendar, on
 * wall-clock time; its own treatment of daylight saving depends on where an iteration began, and ours must
 * give every replica the same instants. So:
 * - a local time that does not exist fires once, at the end of the gap;
 * - one that occurs twice fires the first time;
 * - a schedule of every hour (hour field `*`) goes by elapsed time: no pause and no doubling in either night.
 */
export class Recurrence implements Calendar {
  private readonly clock: WallClock;
  private readonly everyHour: boolean;
  private readonly expression: CronExpression;

  /** @throws InvalidSchedule saying what is wrong. */
  constructor(
    readonly cron: string,
    readonly zone: string,
  ) {
    this.clock = new WallClock(zone);
    // cron-parser would fill up missing fields, and draw `H` by lot.
    if (![5, 6].includes(cron.trim().split(/\s+/).length)) throw this.invalid('it needs 5 or 6 fields');
    if (/\bH\b/i.test(cron)) throw this.invalid('H is not supported');
    this.expression = this.parse();
    this.everyHour = this.expression.fields.hour.values.length === HOURS_A_DAY;
    this.after(TRIAL);
  }

  /**
   * The first instant after the given one.
   * @throws InvalidSchedule when there is none.
   */
  after(instant: Date): Date {
    const from = instant.getTime();
    return new Date(this.everyHour ? this.afterElapsed(from) : this.afterByCalendar(from));
  }

  private afterByCalendar(from: number): number {
    return this.clock.firstShown(this.nextMatch(this.clock.latestShown(from)));
  }

  private afterElapsed(from: number): number {
    const wall = this.nextMatch(this.clock.at(from));
    const moved = this.clock.nextChange(from, from + (wall - this.clock.at(from)));
    return moved === null
      ? this.onwards(from, wall)
      : this.onwards(moved, this.nextMatch(this.clock.at(moved) - 1));
  }

  /** Within a repeated hour the present offset counts; far away, whatever the clocks show then. */
  private onwards(from: number, wall: WallTime): number {
    const elapsed = from + (wall - this.clock.at(from));
    return this.clock.at(elapsed) === wall ? elapsed : this.clock.firstShown(wall);
  }

  private nextMatch(after: WallTime): WallTime {
    try {
      this.expression.reset(new CronDate(new Date(after), 'UTC'));
      return this.expression.next().getTime();
    } catch (error) {
      throw this.invalid((error as Error).message);
    }
  }

  private parse(): CronExpression {
    try {
      return CronExpressionParser.parse(this.cron, { tz: 'UTC', currentDate: TRIAL });
    } catch (error) {
      throw this.invalid((error as Error).message);
    }
  }

  private invalid(reason: string): InvalidSchedule {
    return new InvalidSchedule(`cron expression "${this.cron}": ${reason}`, reason);
  }
}
