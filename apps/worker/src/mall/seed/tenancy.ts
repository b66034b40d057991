import { DateTime } from 'luxon';
import type { ContractStatus, Locale } from '../mall-database.js';
import { amountOf } from '../money.js';
import type { Random } from './mulberry32.js';
import {
  CONTACT_GIVEN_NAMES,
  CONTACT_SURNAMES,
  SHOP_DIRECTORY,
  type DirectoryEntry,
} from './shop-directory.js';

/** How a shop pays its bills. */
export type PaymentHabit = 'prompt' | 'usual' | 'late';

export interface PlannedContract {
  readonly area_m2: string;
  readonly monthly_rent: string;
  /** Months from the anchor: negative ones lie in the past. */
  readonly fromMonth: number;
  readonly toMonth: number;
  readonly starts_on: string;
  readonly ends_on: string;
  readonly status: ContractStatus;
}

/** A shop with all that the seed decides about it. */
export interface Tenancy extends DirectoryEntry {
  readonly code: string;
  readonly unit: string;
  readonly contact_name: string;
  readonly email: string | null;
  readonly locale: Locale;
  /** First day of the billing period after the present one, so that periods line up with today. */
  readonly anchor: DateTime;
  readonly habit: PaymentHabit;
  /** The bills of the present period are still open. */
  readonly leavesOpen: boolean;
  /** One bill of the period before is overdue, and no reminder went out. */
  readonly missedReminder: boolean;
  readonly contracts: readonly PlannedContract[];
}

/** Bills go back so far. */
export const HISTORY_MONTHS = 36;

/** What happens to the first shops of a shuffled list; all others are ordinary. */
const MOVED_OUT = 3;
const NEWCOMERS = 3;
const PERIOD_ENDS_TOMORROW = 12;

/** Decides who rents what, since when, and how it pays. `today` is a calendar day in UTC. */
export function planTenancies(today: DateTime, random: Random): Tenancy[] {
  const order = random.shuffle(SHOP_DIRECTORY.map((_, index) => index));
  const rankOf = new Map(order.map((shop, rank) => [shop, rank]));
  const taken = new Map<string, number>();
  return SHOP_DIRECTORY.map((entry, index) => {
    const number = (taken.get(entry.floor) ?? 0) + 1;
    taken.set(entry.floor, number);
    return planTenancy(entry, number, rankOf.get(index) ?? 0, today, random);
  });
}

function planTenancy(
  entry: DirectoryEntry,
  number: number,
  rank: number,
  today: DateTime,
  random: Random,
): Tenancy {
  const ofTomorrow = rank - MOVED_OUT - NEWCOMERS;
  const endsTomorrow = ofTomorrow >= 0 && ofTomorrow < PERIOD_ENDS_TOMORROW;
  const anchor = endsTomorrow ? today.plus({ days: 2 }) : today.startOf('month').plus({ months: 1 });
  const lastRank = SHOP_DIRECTORY.length - 1;
  const withoutEmail = ofTomorrow === 0 || ofTomorrow === 5 || rank > lastRank - 3;
  return {
    ...entry,
    code: `${entry.floor}-${String(number).padStart(2, '0')}`,
    unit: unitCode(entry.floor, number),
    contact_name: `${random.pick(CONTACT_SURNAMES)}${random.pick(CONTACT_GIVEN_NAMES)}`,
    email: withoutEmail ? null : `accounts@${slug(entry.name_en)}.example`,
    locale: random.chance(0.2) ? 'en' : 'zh',
    anchor,
    habit: random.pick(['prompt', 'prompt', 'usual', 'usual', 'usual', 'late'] as const),
    leavesOpen: endsTomorrow && ofTomorrow < 9,
    missedReminder: rank > lastRank - 5,
    contracts: planContracts(entry, anchor, rank, random),
  };
}

function planContracts(
  entry: DirectoryEntry,
  anchor: DateTime,
  rank: number,
  random: Random,
): PlannedContract[] {
  const area = areaOf(entry, random);
  let rentFen = monthlyRentFen(entry.floor, area, random);
  // Moved out 1, 4 or 7 months ago; moved in 1, 3 or 5 months ago.
  const leftAt = rank < MOVED_OUT ? -1 - rank * 3 : Infinity;
  const newcomer = rank >= MOVED_OUT && rank < MOVED_OUT + NEWCOMERS;
  const contracts: PlannedContract[] = [];
  // Tenants came at different times before the history begins, so their contracts end at different times.
  let from = newcomer ? -2 - (rank - MOVED_OUT) * 2 : -HISTORY_MONTHS - random.between(0, 11);
  while (from <= 0 && from < leftAt) {
    const natural = from + random.pick([12, 24, 24, 36]);
    const to = Math.min(natural, leftAt);
    contracts.push({
      area_m2: area.toFixed(2),
      monthly_rent: amountOf(BigInt(rentFen)),
      fromMonth: from,
      toMonth: to,
      starts_on: anchor.plus({ months: from }).toFormat('yyyy-MM-dd'),
      ends_on: anchor.plus({ months: to }).minus({ days: 1 }).toFormat('yyyy-MM-dd'),
      status: statusOf(from, to, natural),
    });
    from = to;
    // Renewals raise the rent by 3 to 8 percent, to whole yuan.
    rentFen = Math.round((rentFen * random.between(103, 108)) / 10_000) * 100;
  }
  return contracts;
}

function statusOf(from: number, to: number, natural: number): ContractStatus {
  if (from >= 0) return 'pending';
  if (to < 0) return to < natural ? 'terminated' : 'ended';
  return 'active';
}

export function unitCode(floor: string, number: number): string {
  return `${floor}-${String(number).padStart(2, '0')}`;
}

/** Square metres: a cinema needs more room than a key cutter. */
function areaOf({ category, name_en }: DirectoryEntry, random: Random): number {
  if (/Supermarket|Cinema|Ice Rink/.test(name_en)) return random.between(14_000, 26_000) / 10;
  if (/Fitness|Karaoke|Bounce/.test(name_en)) return random.between(6_000, 11_000) / 10;
  if (category.startsWith('餐饮')) return random.between(1_200, 4_200) / 10;
  return random.between(280, 1_900) / 10;
}

const RENT_PER_M2: Readonly<Record<string, number>> = {
  B1: 260,
  L1: 560,
  L2: 420,
  L3: 330,
  L4: 280,
  L5: 190,
};

function monthlyRentFen(floor: string, area: number, random: Random): number {
  const perM2 = (RENT_PER_M2[floor] ?? 300) * (area > 500 ? 0.35 : 1) * (0.85 + random.next() * 0.3);
  return Math.round(area * perM2) * 100;
}

function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
