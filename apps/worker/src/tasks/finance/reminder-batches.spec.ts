import { MAX_BILLS_PER_REMINDER_TASK } from '@celerity/contracts';
import { SHOPS_PER_TASK, splitByShops } from './reminder-batches.js';

const bill = (id: number, shop: number) => ({ id: String(id), shop_id: String(shop), amount: '1.00' });

describe('splitByShops', () => {
  it('makes nothing of nothing', () => {
    expect(splitByShops([])).toEqual([]);
  });

  it('keeps the bills of a shop together, whatever order they come in', () => {
    const bills = [bill(7, 2), bill(3, 10), bill(1, 2), bill(9, 10)];
    expect(splitByShops(bills)).toEqual([[1, 7, 3, 9]]);
    expect(splitByShops([...bills].reverse())).toEqual([[1, 7, 3, 9]]);
  });

  it('begins a new list after fifty shops', () => {
    const bills = Array.from({ length: 120 }, (_, shop) => [
      bill(2 * shop + 1, shop),
      bill(2 * shop + 2, shop),
    ]);
    const batches = splitByShops(bills.flat());
    expect(batches.map(({ length }) => length)).toEqual([2 * SHOPS_PER_TASK, 2 * SHOPS_PER_TASK, 40]);
    expect(new Set(batches.flat()).size).toBe(240);
  });

  it('never makes a list longer than the contract takes', () => {
    const huge = Array.from({ length: MAX_BILLS_PER_REMINDER_TASK + 10 }, (_, i) => bill(i + 1, 1));
    const batches = splitByShops([...huge, bill(99_999, 2)]);
    expect(batches.map(({ length }) => length)).toEqual([MAX_BILLS_PER_REMINDER_TASK, 11]);
  });
});
