import { inLanes } from './in-lanes.js';

describe('inLanes', () => {
  it('keeps the order of the items and the bound', async () => {
    let under = 0;
    let most = 0;
    const results = await inLanes([5, 1, 3, 2, 4], 2, async (item) => {
      most = Math.max(most, (under += 1));
      for (let turn = 0; turn < item; turn += 1) await Promise.resolve();
      under -= 1;
      return item * 10;
    });
    expect(results).toEqual([50, 10, 30, 20, 40]);
    expect(most).toBe(2);
  });

  it('rejects as the work does, and takes no items at all', async () => {
    await expect(inLanes([1, 2], 1, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await inLanes([], 4, async () => 1)).toEqual([]);
  });
});
