import { InvalidArguments, validateInput } from '../../input-validation.js';
import { inlineSchemaOf } from '../../json-schema.js';
import { ExportDataInput, exportData } from './export-data.js';
import { EXPORT_TYPES, FinanceFilters } from './export-filters.js';

const given = (export_type: unknown, filters?: unknown, format?: unknown) =>
  validateInput(exportData, [], {
    export_type,
    ...(filters === undefined ? {} : { filters }),
    ...(format === undefined ? {} : { format }),
  });

describe('export_data', () => {
  it.each([
    ['shops', { category: '餐饮 Food', has_email: false, locale: 'zh', floor: 'L1' }, 'csv'],
    ['contracts', { status: 'active', starts_from: '2024-02-29', ends_to: '2025-12-31' }, 'jsonl'],
    ['finances', { kind: 'rent', status: 'paid', min_amount: '0.10', max_amount: '999999999999.99' }, 'xlsx'],
    ['notifications', { shop_code: 'L1-07', kind: 'bill_reminder', sent_from: '2025-01-01' }, undefined],
  ])('takes %s with %j as %s', (type, filters, format) => {
    expect(given(type, filters, format)).toMatchObject({ export_type: type, filters });
  });

  it('takes the type alone, by position too', () => {
    expect(given('shops').filters).toBeUndefined();
    expect(validateInput(exportData, ['finances', { kind: 'rent' }, 'csv'], {}).filters).toBeInstanceOf(
      FinanceFilters,
    );
  });

  it.each([
    ['shops', { bogus: 1 }, 'kwargs.filters.bogus is not a known field'],
    ['shops', { 'code; drop table': 1 }, 'kwargs.filters.code; drop table is not a known field'],
    ['shops', { status: 'paid' }, 'kwargs.filters.status is not a known field'],
    ['finances', { category: 'x' }, 'kwargs.filters.category is not a known field'],
    ['finances', { shop_code: '../../etc/passwd' }, 'kwargs.filters.shop_code must be a shop code'],
    ['finances', { shop_code: "x' or 1=1" }, 'kwargs.filters.shop_code must be a shop code'],
    ['finances', { shop_code: { $ne: '' } }, 'kwargs.filters.shop_code must be a shop code'],
    ['finances', { kind: ['rent'] }, 'kwargs.filters.kind must be one of'],
    ['finances', { issued_from: '2025-02-29' }, 'kwargs.filters.issued_from must be a date that exists'],
    ['finances', { issued_from: '2025-1-1' }, 'kwargs.filters.issued_from must be a date'],
    ['finances', { min_amount: 1.5 }, 'kwargs.filters.min_amount must be an amount as text'],
    ['finances', { min_amount: '1e9' }, 'kwargs.filters.min_amount must be an amount as text'],
    ['shops', { category: 'a\r\nb' }, 'kwargs.filters.category must be one line'],
    ['shops', { has_email: 'yes' }, 'kwargs.filters.has_email must be a boolean'],
    ['task_history', { status: 'STARTED' }, 'kwargs.filters.status must be one of'],
    ['task_history', { queue: 'shops' }, 'kwargs.filters.queue must be one of'],
    ['task_history', { task_name: "x'; drop table tasks; --" }, 'task_name must be the name of a task'],
    ['task_history', { q: 'x' }, 'kwargs.filters.q is not a known field'],
    ['shops', ['code'], 'kwargs.filters must be an object'],
    ['shops', 'code', 'kwargs.filters must be an object'],
  ])('refuses of %s the filters %j', (type, filters, message) => {
    expect(() => given(type, filters)).toThrow(message);
  });

  it.each([['bills'], ['constructor'], ['../shops'], [''], [7], [undefined], [['shops']]])(
    'refuses the export type %j',
    (type) => {
      expect(() => given(type, { code: 'x' })).toThrow(/export_type must be one of shops, contracts/);
    },
  );

  it.each(['CSV', 'pdf', '../csv', 1])('refuses the format %j', (format) => {
    expect(() => given('shops', {}, format)).toThrow(InvalidArguments);
  });

  it('describes the filters of each type', () => {
    const { properties } = inlineSchemaOf(ExportDataInput) as {
      properties: {
        filters: { anyOf: { title: string; properties: object; additionalProperties: boolean }[] };
      };
    };
    const { anyOf } = properties.filters;
    expect(anyOf.map(({ title }) => title)).toEqual(EXPORT_TYPES);
    expect(anyOf[2]?.properties).toHaveProperty('min_amount');
    expect(anyOf[2]?.additionalProperties).toBe(false);
    expect(JSON.stringify(properties)).not.toContain('$ref');
  });
});
