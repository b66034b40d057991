import { Argument, type Command } from 'commander';
import type { App } from '../app.js';
import { completionScript, SHELLS, type Shell } from '../completion/completion-script.js';
import { choiceOf } from '../parsing/choice.js';

/** `completion SHELL`: a script for the shell to evaluate. */
export function addCompletion(program: Command, app: App): void {
  const { text } = app;
  program
    .command('completion')
    .description(text.completionAbout)
    .addArgument(
      new Argument('<shell>', text.shellArgument)
        .choices(SHELLS)
        .argParser(choiceOf(text, 'completion', SHELLS)),
    )
    .addHelpText('after', text.completionUse)
    .action((shell: Shell) => {
      const script = completionScript(program, shell);
      app.print({ shell, script }, () => [script]);
    });
}
