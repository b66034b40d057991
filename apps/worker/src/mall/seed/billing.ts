import type { DateTime } from 'luxon';
import type { BillKind } from '../mall-database.js';
import { amountOf } from '../money.js';
import type { Random } from './mulberry32.js';
import { HISTORY_MONTHS, type PlannedContract, type Tenancy } from './tenancy.js';

/** A bill before anyone has paid it. */
export interface IssuedBill {
  readonly contract: PlannedContract;
  readonly kind: BillKind;
  readonly periodStart: DateTime;
  readonly periodEnd: DateTime;
  readonly issuedOn: DateTime;
  readonly amount: string;
  /** Billing periods from the present one, which is -1; -2 is the one before. */
  readonly period: number;
}

/** Rent and service charge are billed as a period begins, utilities when the meters have been read. */
const ISSUED: Readonly<Record<BillKind, (start: DateTime, end: DateTime) => DateTime>> = {
  rent: (start) => start,
  service: (start) => start,
  utilities: (_start, end) => end.minus({ days: 6 }),
};

/** Every bill that has been issued to a tenant by `today`. */
export function billsOf(tenancy: Tenancy, today: DateTime, random: Random): IssuedBill[] {
  const bills: IssuedBill[] = [];
  for (const contract of tenancy.contracts) {
    const first = Math.max(contract.fromMonth, -HISTORY_MONTHS);
    for (let period = first; period < contract.toMonth; period += 1) {
      const periodStart = tenancy.anchor.plus({ months: period });
      if (periodStart > today) break;
      const periodEnd = tenancy.anchor.plus({ months: period + 1 }).minus({ days: 1 });
      for (const kind of ['rent', 'service', 'utilities'] as const) {
        const issuedOn = ISSUED[kind](periodStart, periodEnd);
        const amount = amountFor(kind, contract, periodEnd.month, random);
        if (issuedOn <= today) {
          bills.push({ contract, kind, periodStart, periodEnd, issuedOn, amount, period });
        }
      }
    }
  }
  return bills;
}

const SERVICE_FEN_PER_M2 = 5_800;

function amountFor(kind: BillKind, contract: PlannedContract, month: number, random: Random): string {
  const area = Number(contract.area_m2);
  if (kind === 'rent') return contract.monthly_rent;
  if (kind === 'service') return amountOf(BigInt(Math.round(area * SERVICE_FEN_PER_M2)));
  // Air conditioning in summer, heating in winter.
  const season = [1.25, 1.2, 1, 0.85, 0.9, 1.2, 1.5, 1.5, 1.2, 0.9, 0.95, 1.15][month - 1] ?? 1;
  return amountOf(BigInt(Math.round(area * season * random.between(1_600, 3_800))));
}
