import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** Dependencies point one way: contracts ← messaging ← service ← apps; nobody imports an app. */
const depConstraints = [
  {
    sourceTag: 'type:contracts',
    onlyDependOnLibsWithTags: [],
    bannedExternalImports: ['@nestjs/*', 'amqplib', 'pg', 'kysely'],
  },
  {
    sourceTag: 'type:messaging',
    onlyDependOnLibsWithTags: ['type:contracts'],
    bannedExternalImports: ['@nestjs/*', 'pg', 'kysely'],
  },
  {
    sourceTag: 'type:client',
    onlyDependOnLibsWithTags: ['type:contracts'],
    bannedExternalImports: ['@nestjs/*', 'amqplib', 'pg', 'kysely'],
  },
  { sourceTag: 'type:service', onlyDependOnLibsWithTags: ['type:contracts', 'type:messaging'] },
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: ['type:contracts', 'type:messaging', 'type:service'],
    bannedExternalImports: ['amqplib'],
  },
  {
    sourceTag: 'type:cli',
    onlyDependOnLibsWithTags: ['type:client', 'type:contracts'],
    bannedExternalImports: ['@nestjs/*', 'amqplib', 'pg', 'kysely'],
  },
  {
    sourceTag: 'type:dashboard',
    onlyDependOnLibsWithTags: ['type:client', 'type:contracts'],
    bannedExternalImports: ['@nestjs/*', 'amqplib', 'pg', 'kysely', 'class-validator', 'class-transformer'],
  },
  // What runs before the first build can import none of our own that must be built.
  { sourceTag: 'type:tools', onlyDependOnLibsWithTags: [] },
  {
    sourceTag: 'type:bench',
    onlyDependOnLibsWithTags: ['type:contracts', 'type:messaging', 'type:service', 'type:app', 'type:tools'],
  },
  {
    sourceTag: 'type:chaos',
    onlyDependOnLibsWithTags: ['type:contracts', 'type:messaging', 'type:service', 'type:app', 'type:tools'],
  },
  {
    sourceTag: 'type:e2e',
    onlyDependOnLibsWithTags: [
      'type:contracts',
      'type:client',
      'type:messaging',
      'type:service',
      'type:tools',
    ],
  },
];

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      'coverage/**',
      '.celerity/**',
      '.nx/**',
      '**/files/**',
      '**/jest.config.mjs',
    ],
  },
  ...tseslint.configs.recommended,
  {
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { allow: [], depConstraints, banTransitiveDependencies: true },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
    },
  },
  {
    // Services of the chaos rows and of the benchmark are the apps' own parts, put together differently.
    files: ['chaos/services/**', 'tools/bench/agents/**'],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { allow: ['^@celerity/[a-z]+/dist/.+'], depConstraints, banTransitiveDependencies: true },
      ],
    },
  },
  {
    // Their packages are their own: nobody but the benchmark installs them.
    files: ['tools/bench/peers/**'],
    rules: { '@nx/enforce-module-boundaries': 'off' },
  },
  { files: ['tools/**', 'chaos/**', '**/seed*.ts'], rules: { 'no-console': 'off' } },
);
