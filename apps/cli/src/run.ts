import type { ExitCode } from './exit-code.js';
import { App, type GlobalOptions } from './app.js';
import { reportFailure } from './failures/report-failure.js';
import { languageOf, messagesFor } from './messages/language.js';
import { translateOldFlags } from './old-flags.js';
import { buildProgram } from './program.js';
import type { Surroundings } from './surroundings.js';

/** Runs one command line; everything it says has been written when this resolves. */
export async function run(argv: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const text = messagesFor(languageOf(argv, surroundings.env));
  const app = new App(surroundings, text, () => program.opts<GlobalOptions>());
  const program = buildProgram(app);
  const words = translateOldFlags(argv);
  try {
    await program.parseAsync(words, { from: 'user' });
    return app.exitCode;
  } catch (error) {
    return reportFailure(app, program, error, words);
  }
}
