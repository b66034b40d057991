import type { Command } from 'commander';
import type { App } from '../app.js';
import { EXIT } from '../exit-code.js';

/** Commands whose endpoints come with later versions. */
const NOT_YET = ['workflow', 'watch', 'doctor'];

/** Answers for what people may expect, rather than calling it unknown; the help does not show it. */
export function addNotYet(program: Command, app: App): void {
  for (const name of NOT_YET) {
    program
      .command(name, { hidden: true })
      .argument('[anything...]')
      .allowUnknownOption()
      .action(() => {
        const message = app.text.notInThisVersion(name);
        app.note(
          app.options.json
            ? JSON.stringify({ error: { message }, exit_code: EXIT.wrongUsage })
            : `celerity: ${message}`,
        );
        app.exitCode = EXIT.wrongUsage;
      });
  }
}
