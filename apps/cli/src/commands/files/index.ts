import type { CelerityClient, Download } from '@celerity/client';
import { type Command, Option } from 'commander';
import type { App } from '../../app.js';
import { WrongUsage } from '../../failures/wrong-usage.js';
import { passOn, saveDownload, type SaveOptions, STANDARD_OUTPUT } from '../../files/save-download.js';
import { choiceOf } from '../../parsing/choice.js';
import { inOneLine } from '../../printing/plain-text.js';

const REPORT_FORMATS = ['xlsx', 'html', 'json'] as const;

/** `export download ID` and `report download NAME`. */
export function addFiles(program: Command, app: App): void {
  const { text } = app;
  const said = text.files;
  const { signal } = app.surroundings;
  const exports = program.command('export').description(said.exportAbout);
  exports.helpCommand(false);
  addOutput(exports.command('download').description(said.downloadExport), app)
    .argument('<id>', said.exportIdArgument)
    .action((id: string, options: SaveOptions) =>
      download(app, options, (client) => client.downloads.export(id, { signal })),
    );
  const reports = program.command('report').description(said.reportAbout);
  reports.helpCommand(false);
  addOutput(reports.command('download').description(said.downloadReport), app)
    .argument('<name>', said.reportNameArgument)
    .addOption(
      new Option('--format <format>', said.formatOption)
        .choices(REPORT_FORMATS)
        .argParser(choiceOf(text, '--format', REPORT_FORMATS)),
    )
    .action((name: string, { format = 'xlsx', ...options }: SaveOptions & { format?: string }) =>
      download(app, options, (client) => client.downloads.report(name, format, { signal })),
    );
}

function addOutput(command: Command, { text }: App): Command {
  return command
    .option('-o, --output <file>', text.files.outputOption)
    .option('--force', text.files.forceOption);
}

async function download(
  app: App,
  options: SaveOptions,
  begin: (client: CelerityClient) => Promise<Download>,
): Promise<void> {
  const { text, surroundings } = app;
  const toOutput = options.output === STANDARD_OUTPUT;
  if (toOutput && surroundings.stdout.isTTY) throw new WrongUsage(text.files.notToTerminal);
  if (toOutput && app.options.json) throw new WrongUsage(text.contradiction('--json', '--output -'));
  const begun = await begin(await app.client());
  if (toOutput) return passOn(app, begun);
  const saved = await saveDownload(app, begun, options);
  app.print(saved, () => [text.files.saved(inOneLine(saved.path), saved.bytes)]);
}
