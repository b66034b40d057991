import type { DateTime } from 'luxon';
import type { BillStatus } from '../mall-database.js';
import { MALL } from '../mall-identity.js';
import type { IssuedBill } from './billing.js';
import type { Random } from './mulberry32.js';
import type { PaymentHabit, Tenancy } from './tenancy.js';

/** What has become of a bill by now. */
export interface BillHistory {
  readonly status: BillStatus;
  readonly paid_at: string | null;
  readonly reminded_at: string | null;
  readonly reminder_message_id: string | null;
}

/** Days from the due day on which payments come in. */
const PAYS: Readonly<Record<PaymentHabit, readonly [earliest: number, latest: number]>> = {
  prompt: [-24, -3],
  usual: [-18, 3],
  late: [-6, 38],
};

/** Plays a bill's history up to the evening before `today`. */
export function historyOf(
  bill: IssuedBill,
  tenancy: Tenancy,
  today: DateTime,
  zone: string,
  random: Random,
): BillHistory {
  const missed = tenancy.missedReminder && bill.period === -2 && bill.kind === 'service';
  const paid = missed ? null : paymentDay(bill, tenancy, today, random);
  if (paid === 'void') return { status: 'void', paid_at: null, reminded_at: null, reminder_message_id: null };
  const paid_at =
    paid &&
    paid
      .setZone(zone, { keepLocalTime: true })
      .set({ hour: random.between(9, 17), minute: random.between(0, 59) })
      .toISO();
  return {
    status: paid ? 'paid' : 'unpaid',
    paid_at,
    ...reminderOf(bill, tenancy, today, zone, paid, missed),
  };
}

function paymentDay(
  { issuedOn, periodEnd, period }: IssuedBill,
  tenancy: Tenancy,
  today: DateTime,
  random: Random,
): DateTime | 'void' | null {
  const [earliest, latest] = PAYS[tenancy.habit];
  const planned = periodEnd.plus({ days: random.between(earliest, latest) });
  const day = planned > issuedOn ? planned : issuedOn.plus({ days: 1 });
  const fate = random.next();
  if (fate < 0.01 && period < -1) return 'void';
  if (fate < 0.016) return null;
  if (tenancy.leavesOpen && period === -1) return null;
  return day < today ? day : null;
}

/** The day before a bill falls due, at five past nine, those still open are reminded. */
function reminderOf(
  { periodEnd }: IssuedBill,
  { email, code }: Tenancy,
  today: DateTime,
  zone: string,
  paid: DateTime | null,
  missed: boolean,
): Pick<BillHistory, 'reminded_at' | 'reminder_message_id'> {
  const day = periodEnd.minus({ days: 1 });
  if (!email || missed || day >= today || (paid && paid <= day)) {
    return { reminded_at: null, reminder_message_id: null };
  }
  return {
    reminded_at: day.setZone(zone, { keepLocalTime: true }).set({ hour: 9, minute: 5 }).toISO(),
    reminder_message_id: `<reminder.${code}.${day.toFormat('yyyyMMdd')}@${MALL.domain}>`,
  };
}
