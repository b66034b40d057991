import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { ReportFile, ReportFormat } from '@celerity/contracts';
import type { FileShelf } from '@celerity/service';
import { renderHtmlReport } from './html-report.js';
import type { PrintedReport } from './printed-report.js';
import { ReportSettings } from './report-settings.js';

const MEDIA_TYPES: Readonly<Record<ReportFormat, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  html: 'text/html; charset=utf-8',
  json: 'application/json',
};

/** Writes a report's files and puts them in the place of those of an earlier run. */
@Injectable()
export class ReportFiles {
  private readonly shelf: FileShelf;

  constructor(settings: ReportSettings) {
    this.shelf = settings.shelf;
  }

  /**
   * Whoever downloads meanwhile gets the old file whole or the new one, each with its own checksum. Two runs for
   * one period must not write at the same time.
   * @param version tells this run's files from those of other runs
   */
  async replace(report: PrintedReport, version: string): Promise<ReportFile[]> {
    // Loaded when it is wanted: ExcelJS takes 14 MB of every worker.
    const { renderXlsxReport } = await import('./xlsx-report.js');
    return [
      await this.put(report.name, version, 'xlsx', await renderXlsxReport(report)),
      await this.put(report.name, version, 'html', Buffer.from(renderHtmlReport(report))),
      await this.put(report.name, version, 'json', Buffer.from(renderJsonReport(report))),
    ];
  }

  private async put(
    name: string,
    version: string,
    format: ReportFormat,
    content: Buffer,
  ): Promise<ReportFile> {
    const id = `${name}.${format}`;
    const file_name = `${name}-${version}.${format}`;
    const before = await this.shelf.find(id);
    await mkdir(this.shelf.workFolder, { recursive: true, mode: 0o700 });
    const path = join(this.shelf.workFolder, `.${file_name}.part`);
    await writeFile(path, content, { mode: 0o600 });
    await this.shelf.put(path, file_name);
    const figures = { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
    await this.shelf.record(id, { file_name, media_type: MEDIA_TYPES[format], ...figures, expires_at: null });
    if (before && before.file_name !== file_name) {
      await this.shelf.remove(before.file_name);
    }
    return { format, ...figures };
  }
}

/** The figures for programs; amounts stay exact decimals as text. */
function renderJsonReport({ name, kind, start, end, zone, generatedAt, figures }: PrintedReport): string {
  const about = { report_name: name, kind, period_start: start.toISO(), period_end: end.toISO(), zone };
  return `${JSON.stringify({ ...about, generated_at: generatedAt.toUTC().toISO(), currency: 'CNY', figures }, null, 2)}\n`;
}
