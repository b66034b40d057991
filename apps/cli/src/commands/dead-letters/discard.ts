import type { Command } from 'commander';
import type { App } from '../../app.js';
import { addMany, batchOf, type ManyOptions, showOutcomes } from './many.js';

/** `dead-letters discard [ID…]`. */
export function addDiscard(group: Command, app: App): void {
  const words = app.text.ofDeadLetters;
  addMany(group.command('discard').description(words.discardAbout), app).action(
    async (ids: string[], options: ManyOptions) => {
      const batch = batchOf(app, ids, options);
      const client = await app.client();
      const { signal } = app.surroundings;
      const [only] = ids;
      if (ids.length === 1 && only !== undefined) {
        const letter = await client.deadLetters.discard(only, { signal });
        app.print(letter, () => [words.discarded(only)]);
        return;
      }
      const outcomes = await client.deadLetters.discardMany(batch, { signal });
      showOutcomes(app, outcomes, ({ id }) => words.discarded(id));
    },
  );
}
