import { childTaskId, isTaskId, madeAt, newTaskId, occurrenceTaskId } from './task-id.js';

describe('task ids', () => {
  it('say when they were made', () => {
    const before = Date.now();
    const at = madeAt(newTaskId());
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(Date.now());
    expect(madeAt(childTaskId(newTaskId(), 'x'))).toBeNull();
    expect(madeAt('no id')).toBeNull();
  });

  it('derive from what they stand for', () => {
    const parent = newTaskId();
    expect(childTaskId(parent, 'a')).toBe(childTaskId(parent, 'a'));
    expect(childTaskId(parent, 'a')).not.toBe(childTaskId(parent, 'b'));
    expect(isTaskId(occurrenceTaskId('s', '2030-01-01T00:00:00.000Z'))).toBe(true);
  });
});
