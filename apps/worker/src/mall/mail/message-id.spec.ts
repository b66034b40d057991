import { reminderMessageId, taskMessageId } from './message-id.js';

const one = { id: '1', amount: '10.00', period_end: '2025-11-30' };
const two = { id: '2', amount: '20.00', period_end: '2025-11-30' };

describe('reminderMessageId', () => {
  it('is the same for the same shop and bills, in any order', () => {
    const id = reminderMessageId('L1-01', [one, two], 'mall.example');
    expect(id).toMatch(/^<reminder\.[0-9a-f]{40}@mall\.example>$/);
    expect(reminderMessageId('L1-01', [two, one], 'mall.example')).toBe(id);
  });

  it.each([
    ['another shop', 'L1-02', [one, two]],
    ['a bill less', 'L1-01', [one]],
    ['another amount', 'L1-01', [one, { ...two, amount: '20.01' }]],
    ['another due day', 'L1-01', [one, { ...two, period_end: '2025-12-01' }]],
  ])('differs for %s', (_what, shop, bills) => {
    const id = reminderMessageId('L1-01', [one, two], 'mall.example');
    expect(reminderMessageId(shop, bills, 'mall.example')).not.toBe(id);
  });

  it('of a task comes from its key', () => {
    expect(taskMessageId('abc', 'mall.example')).toBe('<task.abc@mall.example>');
  });
});
