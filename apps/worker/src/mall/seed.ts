import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { runSeed } from './seed/run-seed.js';
import { parseSeedOptions } from './seed/seed-options.js';

// Standard output carries one JSON line: the summary.
Logger.overrideLogger(['error', 'warn']);

try {
  const options = parseSeedOptions(process.argv.slice(2));
  const databaseUrl = process.env['DATABASE_URL'];
  if (!databaseUrl)
    throw new Error('DATABASE_URL is not set: set it to postgres://user:password@host:5432/database');
  const zone = process.env['CELERITY_TIMEZONE'] ?? 'Asia/Shanghai';
  console.log(JSON.stringify(await runSeed(databaseUrl, zone, options)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
