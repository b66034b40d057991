import { catalogue, TaskCatalogue } from '@celerity/contracts';
import { loadConfig, StartupError } from '@celerity/service';
import { BeatConfig } from '../beat-config.js';
import { BeatFixture } from '../testing/beat-fixture.js';
import { ScheduleAudit } from './schedule-audit.js';
import { ScheduleSeeding } from './schedule-seeding.js';
import { ScheduleStore } from './schedule-store.js';

let fixture: BeatFixture;

beforeAll(async () => {
  fixture = await BeatFixture.create();
});

afterAll(async () => {
  await fixture.destroy();
});

const schedules = () =>
  fixture.db
    .selectFrom('schedules')
    .select(['id', 'task_name', 'cron', 'zone', 'enabled', 'source'])
    .orderBy('id')
    .execute();

it('adds the five shipped schedules, and leaves what an operator changed', async () => {
  const first = await fixture.startBeat();
  const shipped = await schedules();
  expect(shipped).toHaveLength(5);
  expect(shipped[0]).toEqual({
    id: 'check_pending_bills',
    task_name: 'finance.check_pending_bills',
    cron: '* * * * *',
    zone: 'Asia/Shanghai',
    enabled: true,
    source: 'code',
  });
  await fixture.stopBeat(first);
  await fixture.db
    .updateTable('schedules')
    .set({ cron: '*/5 * * * *', enabled: false })
    .where('id', '=', 'check_pending_bills')
    .execute();
  await fixture.stopBeat(await fixture.startBeat());
  expect((await schedules())[0]).toMatchObject({ cron: '*/5 * * * *', enabled: false });
});

it.each([
  [
    'a task that is not in the catalogue',
    catalogueWithout('generate_weekly_report'),
    {},
    'not in the catalogue',
  ],
  ['a zone that is none', catalogue, { CELERITY_TIMEZONE: 'Mars/Olympus' }, 'not an IANA time zone'],
])('stops the boot for %s', async (_, tasks, changes, reason) => {
  const config = Object.assign(loadConfig(BeatConfig, fixture.environment), changes);
  const boot = seeding(tasks, config).onModuleInit();
  await expect(boot).rejects.toBeInstanceOf(StartupError);
  await expect(boot).rejects.toThrow(reason);
});

function seeding(tasks: TaskCatalogue, config: BeatConfig): ScheduleSeeding {
  const audit = new ScheduleAudit(fixture.db, tasks);
  return new ScheduleSeeding(fixture.db, tasks, config, new ScheduleStore(fixture.db), audit);
}

function catalogueWithout(name: string): TaskCatalogue {
  return new TaskCatalogue(catalogue.tasks.filter(({ shortName }) => shortName !== name));
}
