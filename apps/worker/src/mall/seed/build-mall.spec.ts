import { DateTime } from 'luxon';
import { buildMall, type PlannedBill, type PlannedMall } from './build-mall.js';

const ZONE = 'Asia/Shanghai';
const shift = (day: string, days: number) =>
  DateTime.fromISO(day, { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd');
const waiting = ({ status, reminded_at }: PlannedBill) => status === 'unpaid' && reminded_at === null;

describe('buildMall', () => {
  it('builds the same mall for the same day', () => {
    expect(buildMall('2025-11-24', ZONE)).toEqual(buildMall('2025-11-24', ZONE));
  });

  // Ordinary days, month ends, leap days, year ends: whatever the day, the mall has something of everything.
  describe.each([
    '2025-11-24',
    '2025-11-29',
    '2025-11-30',
    '2025-12-30',
    '2026-01-01',
    '2024-02-27',
    '2024-02-29',
    '2026-03-30',
  ])('on %s', (today) => {
    const mall: PlannedMall = buildMall(today, ZONE);
    const tomorrow = shift(today, 1);
    const emailOf = new Map(mall.tenancies.map(({ code, email }) => [code, email]));

    it('has sixty shops on 72 units and three years of bills', () => {
      expect(mall.tenancies).toHaveLength(60);
      expect(mall.units).toHaveLength(72);
      expect(new Set(mall.units.map(({ code }) => code)).size).toBe(72);
      expect(mall.bills.length).toBeGreaterThan(5_500);
      const first = mall.bills.map(({ period_start }) => String(period_start)).sort()[0] ?? '';
      expect(first < shift(today, -3 * 365 + 35)).toBe(true);
    });

    it('has bills of every sort', () => {
      const by = (test: (bill: PlannedBill) => boolean) => mall.bills.filter(test).length;
      expect(by(({ status }) => status === 'paid') / mall.bills.length).toBeGreaterThan(0.93);
      expect(by(({ status }) => status === 'void')).toBeGreaterThan(20);
      expect(by((b) => waiting(b) && b.period_end === tomorrow)).toBeGreaterThanOrEqual(18);
      expect(by((b) => waiting(b) && b.period_end < today && emailOf.get(b.shop) !== null)).toBeGreaterThan(
        0,
      );
      expect(
        by((b) => waiting(b) && b.period_end <= tomorrow && emailOf.get(b.shop) === null),
      ).toBeGreaterThan(2);
      expect(
        by((b) => b.status === 'unpaid' && b.reminded_at !== null && b.period_end < today),
      ).toBeGreaterThan(10);
    });

    it('has shops with several due bills, and not all have an address', () => {
      const due = new Map<string, number>();
      for (const bill of mall.bills.filter((b) => waiting(b) && b.period_end <= tomorrow)) {
        due.set(bill.shop, (due.get(bill.shop) ?? 0) + 1);
      }
      expect([...due.values()].filter((n) => n >= 3).length).toBeGreaterThanOrEqual(5);
      expect([...due.keys()].some((shop) => emailOf.get(shop) === null)).toBe(true);
    });

    it('tells a story that could have happened', () => {
      const start = DateTime.fromISO(today, { zone: ZONE });
      const before = (at: unknown) => at === null || DateTime.fromISO(String(at)) < start;
      const impossible = mall.bills.filter(
        (bill) =>
          bill.issued_on > today ||
          bill.period_start > bill.period_end ||
          (bill.status === 'paid') !== (bill.paid_at !== null) ||
          !before(bill.paid_at) ||
          !before(bill.reminded_at) ||
          (bill.reminded_at !== null && emailOf.get(bill.shop) === null),
      );
      expect(impossible).toEqual([]);
    });

    it('lets no unit twice at a time', () => {
      for (const { contracts } of mall.tenancies) {
        contracts.slice(1).forEach((contract, i) => {
          expect(shift(contracts[i]?.ends_on ?? '', 1)).toBe(contract.starts_on);
        });
      }
    });
  });
});
