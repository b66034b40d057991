import type { Command } from 'commander';
import type { App } from '../../app.js';
import { addDiscard } from './discard.js';
import { addList } from './list.js';
import { addReplay } from './replay.js';
import { addShow } from './show.js';

/** `dead-letters list|show|replay|discard`. */
export function addDeadLetters(program: Command, app: App): void {
  const group = program.command('dead-letters').description(app.text.ofDeadLetters.about);
  for (const add of [addList, addShow, addReplay, addDiscard]) add(group, app);
}
