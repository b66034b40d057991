import { ACTIVE_STATES, FINAL_STATES, isFinal, mayFollow, TASK_STATES } from './task-state.js';

describe('task states', () => {
  it('are either active or final', () => {
    expect([...ACTIVE_STATES, ...FINAL_STATES].sort()).toEqual([...TASK_STATES].sort());
    expect(TASK_STATES.filter(isFinal)).toEqual(FINAL_STATES);
  });

  it('never leave a final state, and never go back to waiting', () => {
    for (const from of FINAL_STATES) for (const to of TASK_STATES) expect(mayFollow(from, to)).toBe(false);
    for (const from of TASK_STATES) expect(mayFollow(from, 'PENDING')).toBe(false);
  });

  it('reach every final state from every active one', () => {
    for (const from of ACTIVE_STATES) for (const to of FINAL_STATES) expect(mayFollow(from, to)).toBe(true);
  });
});
