import { describeError, ERROR_TEXT_LIMIT } from './task-error.js';

describe('describeError', () => {
  it('names the class', () => {
    class BillGone extends Error {}
    expect(describeError(new BillGone('no bill'))).toMatchObject({ type: 'BillGone', message: 'no bill' });
    expect(describeError(new TypeError('t'))).toMatchObject({ type: 'TypeError', stack: expect.any(String) });
  });

  it('takes whatever was thrown', () => {
    expect(describeError('text')).toEqual({ type: 'NonError', message: 'text' });
    expect(describeError(undefined)).toEqual({ type: 'NonError', message: 'undefined' });
  });

  it('marks where it cut', () => {
    const { message } = describeError(new Error('x'.repeat(ERROR_TEXT_LIMIT + 5)));
    expect(message).toHaveLength(ERROR_TEXT_LIMIT + '… [cut]'.length);
  });
});
