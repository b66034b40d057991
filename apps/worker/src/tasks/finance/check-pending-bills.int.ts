import { childTaskId, checkPendingBills, newTaskId } from '@celerity/contracts';
import { sql } from 'kysely';
import { AlreadyCompleted } from '../../engine/attempt/attempt-errors.js';
import { MallSettings } from '../../mall/mall-settings.js';
import { RecordingContext } from '../../testing/recording-context.js';
import { emptyMall, insertShop } from '../../testing/small-mall.js';
import { TestMall } from '../../testing/test-mall.js';
import { CheckPendingBillsHandler } from './check-pending-bills.handler.js';
import { SendBillRemindersHandler } from './send-bill-reminders.handler.js';
import { ShopReminder } from './shop-reminder.js';

let mall: TestMall;
let today: string;
let handler: CheckPendingBillsHandler;

beforeAll(async () => {
  mall = await TestMall.create();
  today = await mall.today();
  handler = new CheckPendingBillsHandler(mall.db, mall.settings);
});
beforeEach(() => emptyMall(mall.db));
afterAll(() => mall?.close());

const context = (taskId?: string) => new RecordingContext(checkPendingBills.name, taskId);
const idsSent = ({ sent }: RecordingContext): number[] =>
  sent.flatMap(({ input }) => (input as { bill_ids: number[] }).bill_ids).sort((a, b) => a - b);

describe('check_pending_bills', () => {
  it('hands over what is unpaid, unreminded and due by tomorrow', async () => {
    const due = await insertShop(mall.db, { code: 'A', email: 'a@x.example', due: [-40, 0, 1] }, today);
    const noEmail = await insertShop(mall.db, { code: 'B', email: null, due: [1] }, today);
    await insertShop(mall.db, { code: 'C', email: 'c@x.example', due: [2] }, today);
    await insertShop(mall.db, { code: 'D', email: 'd@x.example', due: [0], status: 'paid' }, today);
    await insertShop(mall.db, { code: 'E', email: 'e@x.example', due: [0], status: 'void' }, today);
    const [reminded] = await insertShop(mall.db, { code: 'F', email: 'f@x.example', due: [0] }, today);
    await sql`update mall.bills set reminded_at = now(), reminder_message_id = '<x>' where id = ${reminded}`.execute(
      mall.db,
    );
    const check = context();
    const output = await handler.run({}, check);
    expect(idsSent(check)).toEqual([...due, ...noEmail]);
    expect(output).toMatchObject({ bills_due: 4, shops: 2, total_amount: '700.70' });
    expect(output.child_task_ids).toEqual([childTaskId(check.taskId, check.sent[0]?.key ?? '')]);
    expect(check.sent[0]?.key).toMatch(/^reminders:1:[0-9a-f]{16}$/);
  });

  it('finds nothing in an empty mall', async () => {
    expect(await handler.run({}, context())).toMatchObject({
      ...{ bills_due: 0, shops: 0, child_task_ids: [], total_amount: '0.00' },
    });
  });

  it('takes the business date that it is given', async () => {
    const ids = await insertShop(mall.db, { code: 'A', email: 'a@x.example', due: [-10, -9, -8] }, today);
    const { rows } = await sql<{ day: string }>`select (${today}::date - 10)::text as day`.execute(mall.db);
    const check = context();
    await handler.run({ as_of: rows[0]?.day ?? '' }, check);
    expect(idsSent(check)).toEqual(ids.slice(0, 2));
  });

  it.each([
    ['2024-02-28', '2024-02-29'],
    ['2024-02-29', '2024-03-01'],
    ['2023-02-28', '2023-03-01'],
    ['2025-12-31', '2026-01-01'],
  ])('knows which day comes after %s', async (as_of, due_by) => {
    const [bill = 0] = await insertShop(mall.db, { code: 'A', email: 'a@x.example', due: [0] }, due_by);
    await insertShop(mall.db, { code: 'B', email: 'b@x.example', due: [1] }, due_by);
    const check = context();
    expect(await handler.run({ as_of }, check)).toMatchObject({ due_by, bills_due: 1 });
    expect(check.sent.map(({ input }) => input)).toEqual([{ bill_ids: [bill] }]);
  });

  it.each([
    ['Pacific/Kiritimati', 14],
    ['Pacific/Pago_Pago', -11],
  ])('counts days where the mall is, in %s too', async (zone, hours) => {
    const settings = new MallSettings(mall.settings.smtpUrl, mall.settings.mailFrom, zone);
    const there = new CheckPendingBillsHandler(mall.db, settings);
    const { rows } = await sql<{ day: string }>`
      select ((now() at time zone 'UTC' + make_interval(hours => ${hours}::int))::date + 1)::text as day`.execute(
      mall.db,
    );
    expect((await there.run({}, context())).due_by).toBe(rows[0]?.day);
  });

  it('leaves bills alone for an hour once they are handed over', async () => {
    await insertShop(mall.db, { code: 'A', email: 'a@x.example', due: [0] }, today);
    expect((await handler.run({}, context())).bills_due).toBe(1);
    expect((await handler.run({}, context())).bills_due).toBe(0);
    await sql`update mall.bills set reminder_claimed_at = now() - interval '59 minutes'`.execute(mall.db);
    expect((await handler.run({}, context())).bills_due).toBe(0);
    await sql`update mall.bills set reminder_claimed_at = now() - interval '61 minutes'`.execute(mall.db);
    expect((await handler.run({}, context())).bills_due).toBe(1);
  });

  it('gives each bill to one of two checks that run at once', async () => {
    const shops = Array.from({ length: 30 }, (_, i) => ({
      code: `S${i}`,
      email: 's@x.example',
      due: [0, 1],
    }));
    const ids: number[] = [];
    for (const shop of shops) ids.push(...(await insertShop(mall.db, shop, today)));
    const checks = [context(), context(), context()];
    await Promise.all(checks.map((check) => handler.run({}, check)));
    expect(checks.flatMap(idsSent).sort((a, b) => a - b)).toEqual(ids);
  });

  it('splits many shops among children', async () => {
    for (let i = 0; i < 120; i += 1) {
      await insertShop(mall.db, { code: `S${i}`, email: 's@x.example', due: [0] }, today);
    }
    const check = context();
    const output = await handler.run({}, check);
    expect(check.sent.map(({ input }) => (input as { bill_ids: number[] }).bill_ids.length)).toEqual([
      50, 50, 20,
    ]);
    expect(new Set(output.child_task_ids).size).toBe(3);
  });

  it('after a crash before the commit, sends the same child again; after it, nothing', async () => {
    await insertShop(mall.db, { code: 'A', email: 'a@x.example', due: [0] }, today);
    const taskId = newTaskId();
    const crashing = context(taskId);
    crashing.onSend = () => {
      throw new Error('killed between send and commit');
    };
    await expect(handler.run({}, crashing)).rejects.toThrow('killed');
    const rerun = context(taskId);
    const output = await handler.run({}, rerun);
    expect(rerun.sent.map(({ taskId: id }) => id)).toEqual(crashing.sent.map(({ taskId: id }) => id));
    const again = context(taskId);
    const thrown: unknown = await handler.run({}, again).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(AlreadyCompleted);
    expect((thrown as AlreadyCompleted).result).toEqual(output);
    expect(again.sent).toEqual([]);
  });

  it('gives a rerun that finds other bills another child', async () => {
    const taskId = newTaskId();
    await insertShop(mall.db, { code: 'A', email: 'a@x.example', due: [0] }, today);
    const crashing = context(taskId);
    crashing.onSend = () => {
      throw new Error('killed');
    };
    await expect(handler.run({}, crashing)).rejects.toThrow('killed');
    await insertShop(mall.db, { code: 'B', email: 'b@x.example', due: [0] }, today);
    const rerun = context(taskId);
    await handler.run({}, rerun);
    expect(rerun.sent[0]?.taskId).not.toBe(crashing.sent[0]?.taskId);
  });

  it('loses no bill to a child that is faster than the commit', async () => {
    await insertShop(mall.db, { code: 'A', email: 'fast@x.example', due: [0, 1] }, today);
    const reminders = new SendBillRemindersHandler(
      mall.db,
      new ShopReminder(mall.db, mall.mailer, mall.settings),
    );
    const check = context();
    let child: Promise<unknown> = Promise.resolve();
    check.onSend = async ({ input }) => {
      child = reminders.run(input as { bill_ids: number[] }, context());
      // The check commits only once the child is already waiting for its bills.
      for (let waiting = 0; waiting === 0;) {
        const blocked = await sql<{ n: number }>`
          select count(*)::int as n from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`.execute(mall.db);
        waiting = blocked.rows[0]?.n ?? 0;
      }
    };
    await handler.run({}, check);
    expect(await child).toMatchObject({ mails_sent: 1, bills_reminded: 2 });
    expect(mall.smtp.mailsTo('fast@x.example')).toHaveLength(1);
  });
});
