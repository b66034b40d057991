import { leaseMigrations, type Migrations } from '@celerity/service';
import { revocationsMigration } from './revocations-migration.js';
import { scheduleRulesMigration } from './schedule-rules-migration.js';
import { schedulesMigration } from './schedules-migration.js';
import { timersMigration } from './timers-migration.js';

/** Everything that schema `beat` is made of, in order. */
export const migrations: Migrations = {
  ...leaseMigrations,
  '0001_schedules': schedulesMigration,
  '0002_timers': timersMigration,
  '0003_schedule_rules': scheduleRulesMigration,
  '0004_revocations': revocationsMigration,
};
