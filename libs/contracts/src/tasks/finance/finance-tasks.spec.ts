import { InvalidArguments, validateInput } from '../../input-validation.js';
import { jsonSchemaOf } from '../../json-schema.js';
import { checkPendingBills } from './check-pending-bills.js';
import { MAX_BILLS_PER_REMINDER_TASK, sendBillReminders } from './send-bill-reminders.js';

const ids = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe('check_pending_bills', () => {
  it.each([[[]], [['2024-02-29']], [['2025-12-31']]])('takes %j', (args) => {
    expect(() => validateInput(checkPendingBills, args, {})).not.toThrow();
  });

  it.each(['2023-02-29', '2025-13-01', '2025-1-1', '20251124', '2025-11-24T00:00', 'today', 5, ''])(
    'refuses the date %j',
    (as_of) => {
      expect(() => validateInput(checkPendingBills, [], { as_of })).toThrow(/kwargs\.as_of/);
    },
  );
});

describe('send_bill_reminders', () => {
  it('takes up to five thousand ids', () => {
    expect(validateInput(sendBillReminders, [ids(MAX_BILLS_PER_REMINDER_TASK)], {}).bill_ids).toHaveLength(
      5_000,
    );
  });

  it.each([
    ['none', []],
    ['too many', ids(MAX_BILLS_PER_REMINDER_TASK + 1)],
    ['text', ['1']],
    ['a fraction', [1.5]],
    ['zero', [0]],
    ['a list of lists', [[1]]],
    ['no list', 7],
    ['nothing', undefined],
  ])('refuses %s', (_what, bill_ids) => {
    expect(() => validateInput(sendBillReminders, [], { bill_ids })).toThrow(InvalidArguments);
  });

  it('describes its output', () => {
    expect(JSON.stringify(jsonSchemaOf(sendBillReminders.output))).toContain(
      '#/components/schemas/FailedShop',
    );
  });
});
