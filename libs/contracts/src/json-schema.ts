import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import type { Dto } from './task-definition.js';

/** JSON Schema of a validated class, with unknown fields refused as the validator refuses them. */
export function jsonSchemaOf<T extends object>(dto: Dto<T>): object {
  return {
    // A class without fields has no metadata to tell that it is an object.
    type: 'object',
    ...targetConstructorToSchema(dto, {
      classTransformerMetadataStorage: defaultMetadataStorage,
      refPointerPrefix: '#/components/schemas/',
    }),
    additionalProperties: false,
  };
}

interface PropertySchema {
  readonly $ref?: string;
  readonly items?: PropertySchema;
}

/** The same with the schemas of nested classes in place of references, so that it can be read on its own. */
export function inlineSchemaOf<T extends object>(dto: Dto<T>): object {
  const schema = jsonSchemaOf(dto) as { properties?: Record<string, PropertySchema> };
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const nested = defaultMetadataStorage?.findTypeMetadata(dto, name)?.typeFunction() as
      Dto<object> | undefined;
    return [name, nested ? inline(property, nested) : property];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}

function inline({ $ref, items, ...rest }: PropertySchema, nested: Dto<object>): object {
  if ($ref !== undefined) return { ...rest, ...inlineSchemaOf(nested) };
  return items === undefined ? rest : { ...rest, items: inline(items, nested) };
}
