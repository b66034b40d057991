import { type Command, Option } from 'commander';
import type { App } from '../app.js';
import { WrongUsage } from '../failures/wrong-usage.js';
import { instantOf } from '../parsing/instants.js';
import { numberOf } from '../parsing/numbers.js';
import { localTime } from '../printing/moments.js';

const YEAR_S = 366 * 24 * 3_600;

interface RescheduleOptions {
  readonly countdown?: number;
  readonly eta?: string;
}

/** `reschedule-task ID`: gives a delayed task another time. */
export function addRescheduleTask(program: Command, app: App): void {
  const { text, surroundings } = app;
  program
    .command('reschedule-task')
    .description(text.schedules.rescheduleAbout)
    .argument('<id>', text.taskIdArgument)
    .addOption(
      new Option('--countdown <seconds>', text.countdownOption)
        .argParser(numberOf(text, '--countdown', 0, YEAR_S))
        .conflicts('eta'),
    )
    .option('--eta <time>', text.etaOption, instantOf(text, '--eta'))
    .action(async (id: string, time: RescheduleOptions) => {
      if (time.countdown === undefined && time.eta === undefined)
        throw new WrongUsage(text.missingArgument('--eta'));
      const moved = await (await app.client()).reschedule(id, time, { signal: surroundings.signal });
      app.print(moved, () => [text.schedules.moved(id, localTime(moved.eta))]);
    });
}
