import { catalogue, http, inlineSchemaOf, jsonSchemaOf, type Dto } from '@celerity/contracts';

const BODIES = new Map<string, unknown>(Object.entries(http));

/**
 * Components of the API description: the classes that validate and that the routes refer to, with what these refer to
 * in turn; each task's input and output too.
 * @param paths the routes as they are described
 * @throws Error when a route refers to a body that is none of the contracts'
 */
export function componentSchemas(paths: object): Record<string, object> {
  const schemas: Record<string, object> = {};
  const referred = namesIn(paths);
  // A set that is added to while it is walked gives also what was added.
  for (const name of referred) {
    const schema = nullable(jsonSchemaOf(bodyNamed(name)));
    schemas[name] = schema;
    for (const further of namesIn(schema)) referred.add(further);
  }
  for (const { shortName, summary, input, output } of catalogue.tasks) {
    schemas[`Task_${shortName}_input`] = { description: summary, ...inlineSchemaOf(input) };
    schemas[`Task_${shortName}_output`] = { description: summary, ...inlineSchemaOf(output) };
  }
  return schemas;
}

function namesIn(described: object): Set<string> {
  const references = JSON.stringify(described).matchAll(/"#\/components\/schemas\/([^"]+)"/g);
  return new Set([...references].map(([, name = '']) => name));
}

function bodyNamed(name: string): Dto<object> {
  const body = BODIES.get(name);
  if (typeof body !== 'function') throw new Error(`A route refers to ${name}, which no contract describes.`);
  return body as Dto<object>;
}

interface ObjectSchema {
  properties?: Record<string, object>;
  required?: readonly string[];
}

/** The validator takes `null` for a field that may be left out, and answers say `null` for "not known". */
function nullable(schema: object): object {
  const { properties = {}, required = [] } = schema as ObjectSchema;
  const widened = Object.entries(properties).map(([name, of]) => {
    const isAny = Object.keys(of).length === 0;
    return [name, required.includes(name) || isAny ? of : { anyOf: [of, { type: 'null' }] }];
  });
  return { ...schema, properties: Object.fromEntries(widened) };
}
