import { catalogue, inlineSchemaOf } from '@celerity/contracts';
import { fieldsOf, kwargsOf, type JsonSchema } from './schema-fields.js';

const schema: JsonSchema = {
  type: 'object',
  required: ['to'],
  properties: {
    pages: { type: 'integer', minimum: 1, maximum: 9 },
    to: { type: 'string' },
    body: { type: 'string', maxLength: 5_000 },
    format: { type: 'string', enum: ['csv', 'xlsx'] },
    urgent: { type: 'boolean' },
    filters: { type: 'object' },
  },
};
const fields = fieldsOf(schema);

it('gives each field the control that fits, the required ones first', () => {
  expect(fields.map(({ name, control, required }) => [name, control, required])).toEqual([
    ['to', 'text', true],
    ['pages', 'integer', false],
    ['body', 'long-text', false],
    ['format', 'choice', false],
    ['urgent', 'boolean', false],
    ['filters', 'json', false],
  ]);
  expect(fields[1]).toMatchObject({ min: 1, max: 9, hint: '1–9' });
});

it('sends what was typed as the type of its field, and nothing for what was left empty', () => {
  const typed = { to: 'a', pages: '3', body: ' ', urgent: 'false', filters: '{"year":2026}' };
  expect(kwargsOf(fields, typed)).toEqual({
    kwargs: { to: 'a', pages: 3, urgent: false, filters: { year: 2026 } },
    problems: {},
  });
});

it('names what cannot be read', () => {
  expect(kwargsOf(fields, { pages: 'many', filters: '{' }).problems).toEqual({
    pages: 'number',
    filters: 'json',
  });
});

it('has a control for every input of every task there is', () => {
  for (const task of catalogue.tasks) {
    const input = inlineSchemaOf(task.input) as JsonSchema;
    expect(
      fieldsOf(input)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(Object.keys(input.properties ?? {}).sort());
  }
});
