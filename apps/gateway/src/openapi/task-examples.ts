import { catalogue, jsonSchemaOf } from '@celerity/contracts';

interface Property {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly format?: string;
}

/** A body for each task, with its required arguments filled in: what the documentation offers to try. */
export function taskExamples(): Record<string, { summary: string; value: object }> {
  const examples = catalogue.tasks.map(({ shortName, summary, input }) => {
    const { properties = {}, required = [] } = jsonSchemaOf(input) as {
      properties?: Record<string, Property>;
      required?: string[];
    };
    const kwargs = Object.fromEntries(required.map((name) => [name, sampleOf(properties[name] ?? {})]));
    return [shortName, { summary, value: { task_name: shortName, kwargs } }];
  });
  return Object.fromEntries(examples);
}

function sampleOf({ type, enum: choices, minimum, format }: Property): unknown {
  if (choices?.[0] !== undefined) return choices[0];
  if (type === 'number' || type === 'integer') return minimum ?? 1;
  if (type === 'boolean') return false;
  if (type === 'array') return [];
  if (type === 'object') return {};
  return format === 'email' ? 'somebody@example.com' : 'text';
}
