/// <reference path="./class-transformer-storage.d.ts" />
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import type { Dto } from './task-definition.js';

/** JSON Schema of a validated class, with unknown fields refused as the validator refuses them. */
export function jsonSchemaOf<T extends object>(dto: Dto<T>): object {
  return {
    ...targetConstructorToSchema(dto, {
      classTransformerMetadataStorage: defaultMetadataStorage,
      refPointerPrefix: '#/components/schemas/',
    }),
    additionalProperties: false,
  };
}
