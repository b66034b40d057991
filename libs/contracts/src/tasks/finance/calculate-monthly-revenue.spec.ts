import { validateInput } from '../../input-validation.js';
import { inlineSchemaOf } from '../../json-schema.js';
import { calculateMonthlyRevenue } from './calculate-monthly-revenue.js';

describe('calculate_monthly_revenue', () => {
  it('takes year and month, by name or in order', () => {
    expect(validateInput(calculateMonthlyRevenue, [2024, 2], {})).toEqual({ year: 2024, month: 2 });
    expect(validateInput(calculateMonthlyRevenue, [], { month: 12, year: 2025 }).month).toBe(12);
  });

  it.each([
    [2025, 13, 'args.1'],
    [2025, 0, 'args.1'],
    [2025, 1.5, 'args.1'],
    [2025, '1', 'args.1'],
    [1800, 1, 'args.0'],
    [2101, 1, 'args.0'],
    ['2025', 1, 'args.0'],
    [null, 1, 'args.0'],
  ])('refuses year %j, month %j', (year, month, field) => {
    expect(() => validateInput(calculateMonthlyRevenue, [year, month], {})).toThrow(field);
  });

  it('refuses to guess the month', () => {
    expect(() => validateInput(calculateMonthlyRevenue, [2025], {})).toThrow('kwargs.month');
  });

  it('describes its output', () => {
    const schema = JSON.stringify(inlineSchemaOf(calculateMonthlyRevenue.output));
    expect(schema).toContain('change_percent');
    expect(schema).not.toContain('$ref');
  });
});
