/** Unit (`*.spec.ts`) and integration (`*.int.ts`) tests of every project; `npm test` adds e2e. */
const esmPackages = [
  '@nestjs',
  'nestjs-pino',
  'cookie',
  'content-disposition',
  'file-type',
  'uuid',
  'load-esm',
  'strtok3',
  'token-types',
  'uint8array-extras',
  '@tokenizer',
  '@borewit',
  'kysely',
  'nx',
  'commander',
  'string-width',
  'strip-ansi',
  'ansi-regex',
  'get-east-asian-width',
  '@redocly/openapi-core',
  '@platformatic',
  'scule',
];

export const transform = {
  '^.+\\.(ts|mjs|js)$': [
    '@swc/jest',
    {
      jsc: {
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        target: 'es2022',
        keepClassNames: true,
      },
      module: { type: 'commonjs' },
      sourceMaps: true,
    },
  ],
};

export const shared = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@celerity/source', 'node', 'require', 'default'] },
  transform,
  transformIgnorePatterns: [`/node_modules/(?!(${esmPackages.join('|')})/)`],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['/dist/', '/.nx/', '/.celerity/'],
};

const project = (directory) => ({
  ...shared,
  displayName: directory.split('/').at(-1),
  rootDir: directory,
  testMatch: ['<rootDir>/**/*.spec.ts', '<rootDir>/**/*.int.ts'],
});

export default {
  projects: [
    'libs/contracts',
    'libs/messaging',
    'libs/service',
    'libs/client',
    'apps/gateway',
    'apps/worker',
    'apps/beat',
    'apps/monitor',
    'apps/kafka-bridge',
    'apps/cli',
    'apps/dashboard',
    'tools',
    'k8s',
    'monitoring',
  ].map(project),
  // More than two cores: most of a service's test is waiting for a broker or a database.
  maxWorkers: 3,
  testTimeout: 30_000,
  coverageProvider: 'v8',
  collectCoverageFrom: [
    '{apps,libs}/*/src/**/*.ts',
    '!**/*.{spec,int}.ts',
    '!**/main.ts',
    '!**/testing/**',
    // What only runs in a browser is tested there, by e2e/dashboard.e2e.ts.
    '!apps/dashboard/src/**/use-*.ts',
    '!apps/dashboard/src/session/query-client.ts',
    '!apps/dashboard/src/live/refresh.ts',
    '!**/*.d.ts',
  ],
  coverageThreshold: { global: { statements: 90 } },
  coverageReporters: ['text-summary', 'lcov'],
};
