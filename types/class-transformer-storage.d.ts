// class-transformer publishes no types for its metadata storage, which the schema generator reads.
declare module 'class-transformer/cjs/storage.js' {
  export const defaultMetadataStorage: import('class-validator-jsonschema/build/options.js').IOptions['classTransformerMetadataStorage'];
}
