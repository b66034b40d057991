import 'reflect-metadata';
import { ScheduleSeeding } from '@celerity/beat/dist/schedules/schedule-seeding.js';

// Loaded before beat's own main.js: only the schedules that a row adds may fire.
ScheduleSeeding.prototype.onModuleInit = () => Promise.resolve();
