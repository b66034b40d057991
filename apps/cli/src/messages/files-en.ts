/** What the commands on files say, in English. */
export const filesEn = {
  exportAbout: 'download what export_data wrote',
  reportAbout: 'download reports',
  downloadExport: 'save an export',
  downloadReport: 'save a report',
  exportIdArgument: 'the export_id in the result of export_data (the id of that task)',
  reportNameArgument: 'the report_name in the result of a report task, such as monthly-2026-10-01',
  formatOption: 'its format (xlsx)',
  outputOption: 'where to; - for the standard output (the name the gateway gives it)',
  forceOption: 'write over a file that is there',
  saved: (path: string, bytes: number) => `Saved ${path} (${bytes} bytes, checksum verified).`,
  exists: (path: string) => `${path} is there already: name another with --output, or add --force.`,
  cannotWrite: (path: string, why: string) => `Cannot write ${path}: ${why}`,
  broken: (path: string) => `${path}: what came does not fit its checksum. Nothing was kept; try again.`,
  notToTerminal: 'The file is not for a terminal: name one with --output, or pipe it on.',
};
