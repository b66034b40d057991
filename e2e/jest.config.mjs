import { shared } from '../jest.config.mjs';

/** Whole-system tests: all services as processes, real broker, database and SMTP server. */
export default {
  ...shared,
  displayName: 'e2e',
  rootDir: import.meta.dirname,
  testMatch: ['<rootDir>/**/*.e2e.ts'],
  // Two cores: each suite runs four services of its own.
  maxWorkers: 2,
  testTimeout: 120_000,
};
