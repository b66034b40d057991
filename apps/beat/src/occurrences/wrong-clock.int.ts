import { join } from 'node:path';
import { occurrenceTaskId } from '@celerity/contracts';
import { until } from '@celerity/messaging/testing';
import { BeatFixture } from '../testing/beat-fixture.js';
import { AppProcess } from '@celerity/service/testing/process';

const OFFSET_CLOCK = join(__dirname, '../testing/offset-clock.mjs');
const HOUR_MS = 3_600_000;

let fixture: BeatFixture;
let beat: AppProcess | undefined;

beforeEach(async () => {
  fixture = await BeatFixture.create();
});

afterEach(async () => {
  await beat?.kill();
  await fixture.destroy();
});

it.each([3 * HOUR_MS, -3 * HOUR_MS])(
  'fires by the time of the database on a machine whose clock is wrong by %i ms',
  async (offset) => {
    beat = AppProcess.start(join(__dirname, '../..'), {
      ...fixture.environment,
      NODE_OPTIONS: `--import ${OFFSET_CLOCK}`,
      CLOCK_OFFSET_MS: String(offset),
    });
    const isMade = () =>
      fixture.db
        .selectFrom('schedules')
        .select('id')
        .execute()
        .then(
          (rows) => rows.length > 0,
          () => false,
        );
    await until('beat has its tables', isMade, 40_000);
    await fixture.addSchedule('test', '* * * * * *');
    await until('three tasks', () => fixture.inbox.received.length >= 3, 40_000);
    const [first] = fixture.inbox.received;
    const arrived = first?.at ?? 0;
    // The task's id names the second for which it was fired: one of the last few of the true time.
    const seconds = Array.from({ length: 20 }, (_, ago) => Math.floor(arrived / 1_000) * 1_000 - ago * 1_000);
    const ids = seconds.map((at) => occurrenceTaskId('test', new Date(at).toISOString()));
    expect(ids).toContain(first?.message.taskId);
  },
  90_000,
);
