import { batchTaskId } from './batch-task-id.js';
import { madeAt, newTaskId } from './task-id.js';

describe('batchTaskId', () => {
  const batch = newTaskId();

  it('is the same each time, and different for each place and batch', () => {
    expect(batchTaskId(batch, 3)).toBe(batchTaskId(batch, 3));
    const ids = Array.from({ length: 1_000 }, (_, index) => batchTaskId(batch, index));
    expect(new Set([...ids, batchTaskId(newTaskId(), 3)]).size).toBe(1_001);
  });

  it('sorts as the batch does, and says when it was made', () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => batchTaskId(batch, index));
    expect([...ids].sort()).toEqual(ids);
    expect(madeAt(String(ids[0]))).toBe(madeAt(batch));
  });
});
