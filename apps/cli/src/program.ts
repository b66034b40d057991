import { Command, Option } from 'commander';
import type { App } from './app.js';
import { addCommands } from './commands/index.js';
import { LANGUAGES } from './messages/language.js';
import { choiceOf } from './parsing/choice.js';
import { helpWording } from './wording/help-wording.js';

/** The whole command line; commands take over what is set here before they are added. */
export function buildProgram(app: App): Command {
  const { text, surroundings } = app;
  const program = new Command('celerity')
    .description(text.about)
    .exitOverride()
    .configureOutput({
      writeOut: (output) => void surroundings.stdout.write(output),
      writeErr: (output) => void surroundings.stderr.write(output),
      // Failures are said in one place, in the user's language.
      outputError: () => undefined,
      getOutHelpWidth: () => helpWidth(app),
      getErrHelpWidth: () => helpWidth(app),
      getOutHasColors: () => app.style('stdout').isOn,
      getErrHasColors: () => app.style('stderr').isOn,
    })
    .configureHelp(helpWording(text, () => app.style()))
    .helpOption('-h, --help', text.helpOption)
    .helpCommand('help [command]', text.helpCommand)
    .version(surroundings.version, '-V, --version', text.versionOption)
    .option('--json', text.jsonOption)
    .option('--url <url>', text.urlOption)
    .addOption(
      new Option('--lang <language>', text.langOption)
        .choices(LANGUAGES)
        .argParser(choiceOf(text, '--lang', LANGUAGES)),
    )
    .option('--no-color', text.colourOption)
    .addHelpText('after', `\n${text.epilogue}`);
  addCommands(program, app);
  return program;
}

function helpWidth({ width }: App): number {
  return Number.isFinite(width) ? width : 100;
}
