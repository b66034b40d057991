import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { IS_ISO8601, ValidationTypes } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import {
  defaultConverters,
  type ISchemaConverters,
} from 'class-validator-jsonschema/build/defaultConverters.js';
import type { Dto } from './task-definition.js';

/** Where the library says something that is not quite true. */
const CONVERTERS: ISchemaConverters = {
  // Its `oneOf` of both forms lets only one apply; the type of the whole was not said.
  [IS_ISO8601]: { type: 'string', anyOf: [{ format: 'date' }, { format: 'date-time' }] },
  // A rule of our own on a field whose type has no class would refer to a class `Object`.
  [ValidationTypes.CUSTOM_VALIDATION]: (meta, options) => {
    const given = defaultConverters[ValidationTypes.CUSTOM_VALIDATION];
    const schema = typeof given === 'function' ? given(meta, options) : undefined;
    return schema && '$ref' in schema && schema.$ref.endsWith('/Object') ? undefined : schema;
  },
};

/** JSON Schema of a validated class, with unknown fields refused as the validator refuses them. */
export function jsonSchemaOf<T extends object>(dto: Dto<T>): object {
  return {
    // A class without fields has no metadata to tell that it is an object.
    type: 'object',
    ...targetConstructorToSchema(dto, {
      classTransformerMetadataStorage: defaultMetadataStorage,
      refPointerPrefix: '#/components/schemas/',
      additionalConverters: CONVERTERS,
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
