import { cleanupOldNotifications } from '@celerity/contracts';
import { sql } from 'kysely';
import { RecordingContext } from '../../testing/recording-context.js';
import { emptyMall } from '../../testing/small-mall.js';
import { TestMall } from '../../testing/test-mall.js';
import { CleanupOldNotificationsHandler } from './cleanup-old-notifications.handler.js';

let mall: TestMall;
let handler: CleanupOldNotificationsHandler;

beforeAll(async () => {
  mall = await TestMall.create();
  handler = new CleanupOldNotificationsHandler(mall.db);
});
beforeEach(() => emptyMall(mall.db));
afterAll(() => mall?.close());

const context = () => new RecordingContext(cleanupOldNotifications.name);

async function insertNotifications(count: number, age: string): Promise<void> {
  await sql`
    insert into mall.notifications (recipient, subject, body, locale, kind, message_id, status, created_at)
    select 'a@x.example', 's', 'b', 'en', 'notification', gen_random_uuid()::text, 'sent', now() - ${age}::interval
    from generate_series(1, ${count}::int)`.execute(mall.db);
}

async function left(): Promise<number> {
  return (await mall.db.selectFrom('mall.notifications').select('id').execute()).length;
}

describe('cleanup_old_notifications', () => {
  it('deletes in batches what is older than thirty days, and nothing else', async () => {
    await insertNotifications(2_345, '31 days');
    await insertNotifications(7, '29 days');
    const given = context();
    const output = await handler.run({}, given);
    expect(output.deleted).toBe(2_345);
    expect(Date.parse(output.older_than)).toBeLessThan(Date.now() - 29 * 86_400_000);
    expect(given.steps.map(({ current, total }) => [current, total])).toEqual([
      [1_000, 2_345],
      [2_000, 2_345],
      [2_345, 2_345],
    ]);
    expect(await left()).toBe(7);
  });

  it('takes the number of days', async () => {
    await insertNotifications(3, '2 days');
    expect((await handler.run({ days: 3 }, context())).deleted).toBe(0);
    expect((await handler.run({ days: 1 }, context())).deleted).toBe(3);
  });

  it('keeps what is done when it is stopped', async () => {
    await insertNotifications(2_500, '31 days');
    const given = context();
    given.progress = () => void given.controller.abort(new Error('revoked'));
    await expect(handler.run({}, given)).rejects.toThrow('revoked');
    expect(await left()).toBe(1_500);
  });
});
