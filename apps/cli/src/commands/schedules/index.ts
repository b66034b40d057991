import type { Command } from 'commander';
import type { App } from '../../app.js';
import { addChangeSchedules } from './change-schedules.js';
import { addEditSchedules } from './edit-schedules.js';
import { addShowSchedules } from './show-schedules.js';

/** `schedules …`: seeing and editing schedules. */
export function addSchedules(program: Command, app: App): void {
  const schedules = program.command('schedules').description(app.text.schedules.about);
  schedules.helpCommand(false);
  addShowSchedules(schedules, app);
  addEditSchedules(schedules, app);
  addChangeSchedules(schedules, app);
}
