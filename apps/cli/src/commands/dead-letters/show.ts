import type { Command } from 'commander';
import type { App } from '../../app.js';
import { deadLetterDetails } from '../../printing/dead-letter-details.js';

/** `dead-letters show ID`. */
export function addShow(group: Command, app: App): void {
  const words = app.text.ofDeadLetters;
  group
    .command('show')
    .description(words.showAbout)
    .argument('<id>', words.idArgument)
    .action(async (id: string) => {
      const client = await app.client();
      const letter = await client.deadLetters.show(id, { signal: app.surroundings.signal });
      app.print(letter, () => deadLetterDetails(letter, app.text, app.style()));
    });
}
