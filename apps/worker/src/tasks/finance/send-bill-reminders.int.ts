import { sendBillReminders } from '@celerity/contracts';
import { sql } from 'kysely';
import { Mailer, type OutgoingMail } from '../../mall/mail/mailer.js';
import { MallSettings } from '../../mall/mall-settings.js';
import { RecordingContext } from '../../testing/recording-context.js';
import { emptyMall, insertShop, type SmallShop } from '../../testing/small-mall.js';
import { TestMall } from '../../testing/test-mall.js';
import { SendBillRemindersHandler } from './send-bill-reminders.handler.js';
import { ShopReminder } from './shop-reminder.js';

let mall: TestMall;
let today: string;

beforeAll(async () => {
  mall = await TestMall.create();
  today = await mall.today();
});
beforeEach(async () => {
  await emptyMall(mall.db);
  mall.smtp.mails.length = 0;
  mall.smtp.refused.clear();
  mall.smtp.senderRefusal = null;
  mall.smtp.dropsAfterAccepting = 0;
});
afterAll(() => mall?.close());

const context = () => new RecordingContext(sendBillReminders.name);
const handlerWith = (mailer: Mailer) =>
  new SendBillRemindersHandler(mall.db, new ShopReminder(mall.db, mailer, mall.settings));
const run = (bill_ids: number[], given = context(), mailer = mall.mailer) =>
  handlerWith(mailer).run({ bill_ids }, given);
const insert = (shop: SmallShop) => insertShop(mall.db, shop, today);

async function billRows() {
  return (
    await sql<{ id: string; reminded: boolean; reminder_message_id: string | null }>`
      select id, reminded_at is not null as reminded, reminder_message_id from mall.bills order by id`.execute(
      mall.db,
    )
  ).rows;
}

describe('send_bill_reminders', () => {
  it('sends one mail a shop, marks its bills, and notes the notification', async () => {
    const a = await insert({
      code: 'A-1',
      email: 'a@x.example',
      name: '甲店',
      name_en: 'Shop Jia',
      due: [0, 1],
    });
    const b = await insert({ code: 'B-1', email: 'b@x.example', due: [1], locale: 'en' });
    const given = context();
    expect(await run([...a, ...b], given)).toEqual({
      ...{ mails_sent: 2, bills_reminded: 3, total_amount: '400.40', already_reminded: 0, not_payable: 0 },
      ...{ shops_without_email: [], failed_shops: [] },
    });
    const [mail] = mall.smtp.mailsTo('a@x.example');
    expect(mail?.subject).toContain('甲店（A-1）2 笔账单，合计 ¥300.30');
    expect(mail?.text).toContain('合计应缴：¥300.30');
    expect(mail?.html).toContain('Shop Jia');
    const rows = await billRows();
    expect(rows.every(({ reminded }) => reminded)).toBe(true);
    expect(rows[0]?.reminder_message_id).toBe(mail?.messageId);
    const notes = await mall.db
      .selectFrom('mall.notifications')
      .select(['recipient', 'subject', 'message_id', 'task_id', 'locale'])
      .orderBy('recipient')
      .execute();
    expect(notes[0]).toEqual({
      ...{ recipient: 'a@x.example', subject: mail?.subject, message_id: mail?.messageId },
      ...{ task_id: given.taskId, locale: 'zh' },
    });
    expect(notes[1]?.locale).toBe('en');
    expect(given.steps.at(-1)).toMatchObject({ current: 2, total: 2 });
  });

  it('passes over what needs no reminder, and says how many', async () => {
    const open = await insert({ code: 'A', email: 'a@x.example', due: [0] });
    const paid = await insert({ code: 'B', email: 'b@x.example', due: [0], status: 'paid' });
    const voided = await insert({ code: 'C', email: 'c@x.example', due: [0], status: 'void' });
    await run(open);
    expect(await run([...open, ...open, ...paid, ...voided, 999_999])).toMatchObject({
      ...{ mails_sent: 0, bills_reminded: 0, total_amount: '0.00', already_reminded: 1, not_payable: 3 },
    });
    expect(mall.smtp.mails).toHaveLength(1);
  });

  it('reports shops without an address and leaves their bills open', async () => {
    const ids = await insert({ code: 'A', name: '无邮箱', email: null, due: [0, 1] });
    ids.push(...(await insert({ code: 'B', name: '空邮箱', email: '  ', due: [0] })));
    expect(await run(ids)).toMatchObject({
      mails_sent: 0,
      shops_without_email: [
        { shop: '无邮箱', code: 'A', bill_count: 2 },
        { shop: '空邮箱', code: 'B', bill_count: 1 },
      ],
    });
    expect((await billRows()).some(({ reminded }) => reminded)).toBe(false);
  });

  it('reports a refused shop with the words of the server, and goes on', async () => {
    const ids = await insert({ code: 'A', email: 'gone@x.example', due: [0] });
    ids.push(...(await insert({ code: 'B', email: 'b@x.example', due: [0] })));
    mall.smtp.refused.set('gone@x.example', { code: 550, words: 'mailbox unavailable' });
    expect(await run(ids)).toMatchObject({
      mails_sent: 1,
      failed_shops: [{ shop: '店铺A', code: 'A', bill_count: 1, reason: '550 mailbox unavailable' }],
    });
    expect((await billRows()).map(({ reminded }) => reminded)).toEqual([false, true]);
  });

  it('tries the others when one must wait, then asks to be run again for that one alone', async () => {
    const ids = await insert({ code: 'A', email: 'slow@x.example', due: [0] });
    ids.push(...(await insert({ code: 'B', email: 'b@x.example', due: [0] })));
    mall.smtp.refused.set('slow@x.example', { code: 451, words: 'greylisted' });
    await expect(run(ids)).rejects.toMatchObject({
      name: 'TemporaryMailError',
      message: 'mails sent: 1; to be tried again: 1 (A 451 greylisted)',
    });
    mall.smtp.refused.clear();
    expect(await run(ids)).toMatchObject({ mails_sent: 1, bills_reminded: 1, already_reminded: 1 });
    expect(mall.smtp.mails.map(({ to }) => to)).toEqual(['b@x.example', 'slow@x.example']);
  });

  it('does not go through all shops when no mail server answers', async () => {
    const ids: number[] = [];
    for (let i = 0; i < 12; i += 1)
      ids.push(...(await insert({ code: `S${10 + i}`, email: 's@x.example', due: [0] })));
    const gone = new Mailer(new MallSettings('smtp://127.0.0.1:1', 'f@x.example', 'Asia/Shanghai'));
    const given = context();
    await expect(run(ids, given, gone)).rejects.toThrow(
      /^mails sent: 0; to be tried again: 3 \(S10 no answer/,
    );
    expect(given.steps).toHaveLength(3);
    gone.onApplicationShutdown();
  });

  it('names only some of many shops that must wait', async () => {
    const ids: number[] = [];
    for (let i = 0; i < 7; i += 1) {
      const email = `s${i}@x.example`;
      mall.smtp.refused.set(email, { code: 451, words: 'later' });
      ids.push(...(await insert({ code: `S${i}`, email, due: [0] })));
    }
    await expect(run(ids)).rejects.toThrow(/to be tried again: 7 \(S0 451 later;.*; and 2 more\)$/);
  });

  it('fails at once when the server refuses us, not a shop', async () => {
    const ids = await insert({ code: 'A', email: 'a@x.example', due: [0] });
    mall.smtp.senderRefusal = { code: 553, words: 'sender rejected' };
    await expect(run(ids)).rejects.toMatchObject({
      name: 'PermanentMailError',
      message: '553 sender rejected',
    });
  });

  it('mails each bill once when two tasks have the same bills at the same time', async () => {
    const ids: number[] = [];
    for (let i = 0; i < 10; i += 1) {
      ids.push(...(await insert({ code: `S${i}`, email: `s${i}@x.example`, due: [0, 1] })));
    }
    const outputs = await Promise.all([run(ids), run(ids), run([...ids].reverse())]);
    expect(outputs.reduce((sum, { bills_reminded }) => sum + bills_reminded, 0)).toBe(20);
    expect(outputs.reduce((sum, { mails_sent }) => sum + mails_sent, 0)).toBe(10);
    expect(new Set(mall.smtp.mails.map(({ to }) => to)).size).toBe(10);
    expect(mall.smtp.mails).toHaveLength(10);
  });

  it('after a crash between the mail and the commit, repeats that one mail with the same Message-ID', async () => {
    const ids = await insert({ code: 'A', email: 'a@x.example', due: [0] });
    ids.push(...(await insert({ code: 'B', email: 'b@x.example', due: [0, 1] })));
    const crashing = new CrashingMailer(mall.settings, 'b@x.example');
    await expect(run(ids, context(), crashing)).rejects.toThrow('killed after the mail');
    crashing.onApplicationShutdown();
    expect((await billRows()).map(({ reminded }) => reminded)).toEqual([true, false, false]);
    expect(await run(ids)).toMatchObject({ mails_sent: 1, bills_reminded: 2, already_reminded: 1 });
    expect(mall.smtp.mailsTo('a@x.example')).toHaveLength(1);
    const repeated = mall.smtp.mailsTo('b@x.example').map(({ messageId }) => messageId);
    expect(repeated).toHaveLength(2);
    expect(new Set(repeated).size).toBe(1);
  });

  it('repeats a mail whose answer got lost with the same Message-ID', async () => {
    const ids = await insert({ code: 'A', email: 'a@x.example', due: [0] });
    mall.smtp.dropsAfterAccepting = 1;
    await expect(run(ids)).rejects.toMatchObject({ name: 'TemporaryMailError' });
    expect(await run(ids)).toMatchObject({ mails_sent: 1 });
    const [first, second, ...more] = mall.smtp.mails.map(({ messageId }) => messageId);
    expect(first).toBe(second);
    expect(more).toEqual([]);
  });

  it('sends and notes again what someone has set back to unreminded', async () => {
    const ids = await insert({ code: 'A', email: 'a@x.example', due: [0] });
    await run(ids);
    await sql`update mall.bills set reminded_at = null, reminder_message_id = null`.execute(mall.db);
    expect(await run(ids)).toMatchObject({ mails_sent: 1 });
    expect(await mall.db.selectFrom('mall.notifications').select('id').execute()).toHaveLength(1);
  });

  it('stops between shops when it is told to', async () => {
    const ids = await insert({ code: 'A', email: 'a@x.example', due: [0] });
    ids.push(...(await insert({ code: 'B', email: 'b@x.example', due: [0] })));
    const given = context();
    given.progress = () => void given.controller.abort(new Error('revoked'));
    await expect(run(ids, given)).rejects.toThrow('revoked');
    expect(mall.smtp.mailsTo('b@x.example')).toEqual([]);
  });
});

/** Hands one recipient's mail over and then dies, as a killed worker would before its commit. */
class CrashingMailer extends Mailer {
  constructor(
    settings: MallSettings,
    private readonly victim: string,
  ) {
    super(settings);
  }

  override async send(mail: OutgoingMail, signal: AbortSignal): Promise<string> {
    const answer = await super.send(mail, signal);
    if (mail.to === this.victim) throw new Error('killed after the mail');
    return answer;
  }
}
