import { type Command, CommanderError } from 'commander';
import type { App } from '../app.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { labelledLines } from '../printing/labelled-lines.js';
import { inOneLine } from '../printing/plain-text.js';
import type { Style } from '../printing/style.js';
import { describeFailure } from './describe-failure.js';
import type { Failure } from './failure.js';

/** Says what went wrong on the error output, as JSON when that is wanted; gives back how to end. */
export function reportFailure(app: App, program: Command, error: unknown, argv: readonly string[]): ExitCode {
  // Help and version come as errors too, after they have been printed.
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.done;
    if (error.code === 'commander.help') return EXIT.wrongUsage;
  }
  const failure = describeFailure(error, app.text, app.surroundings.signal.aborted);
  // Parsing may have failed before it came to the option.
  if (argv.includes('--json')) app.note(JSON.stringify(asJson(failure)));
  else app.note(...asLines(failure, app, helpOf(app, failure, commandIn(program, argv))));
  return failure.exitCode;
}

function asJson({ headline, hints = [], problem, fields = [], exitCode }: Failure): object {
  return {
    error: { message: headline, hints, errors: fields, ...(problem ? { problem } : {}) },
    exit_code: exitCode,
  };
}

function asLines(failure: Failure, app: App, help: readonly string[]): string[] {
  const { headline, detail, fields = [], hints = [], requestId } = failure;
  const style: Style = app.style('stderr');
  const problems = labelledLines(
    fields.map(({ field, message }) => [inOneLine(field), inOneLine(message)]),
    (field) => style.failure(field),
  );
  return [
    `celerity: ${style.failure(inOneLine(headline))}`,
    ...[...problems, ...(detail ? [inOneLine(detail)] : []), ...hints, ...help].map((line) => `  ${line}`),
    ...(requestId ? [style.minor(`  ${app.text.requestId(inOneLine(requestId))}`)] : []),
  ];
}

function helpOf({ text }: App, { exitCode }: Failure, command: string): string[] {
  return exitCode === EXIT.wrongUsage ? [text.seeHelp(command)] : [];
}

/** The command that was meant, or the program where there is none of that name. */
function commandIn(program: Command, argv: readonly string[]): string {
  const names = new Set(program.commands.map((command) => command.name()));
  const name = argv.find((word) => names.has(word));
  return name === undefined ? program.name() : `${program.name()} ${name}`;
}
