import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { type ExportDataOutput, EXPORT_FORMATS, EXPORT_TYPES } from '@celerity/contracts';
import { type FileShelf, listFolder, type ShelvedFile } from '@celerity/service';
import { Kysely, sql } from 'kysely';
import type { MallDatabase } from '../../mall/mall-database.js';
import { ExportSettings } from './export-settings.js';

/** A finished export before it is on record. */
export interface FinishedExport extends Omit<ExportDataOutput, 'expires_at'> {
  readonly export_type: string;
  readonly format: string;
  readonly filters: object;
}

/** Names of exported files. Nothing else is ever removed. */
const EXPORT = new RegExp(
  `^(${EXPORT_TYPES.join('|')})-\\d{8}T\\d{6}Z-[0-9a-f]{12}\\.(${EXPORT_FORMATS.join('|')})$`,
);
/** Such a file before it was whole. */
const UNFINISHED = new RegExp(EXPORT.source.replace('^', '^\\.').replace('$', '\\.part$'));

/** Records of exports, which outlive their files so that a late reader is told `gone`, not `unknown`. */
const RECORD = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.json$/;
const RECORD_OUTLIVES_MS = 30 * 86_400_000;

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** The exports that are kept, each a row, a file, and a record by which the gateway finds the file. */
@Injectable()
export class ExportShelf {
  private readonly files: FileShelf;

  constructor(
    private readonly db: Kysely<MallDatabase>,
    private readonly settings: ExportSettings,
  ) {
    this.files = settings.shelf;
  }

  /** The export with this id, if it is on record and its file is still there. */
  async find(id: string): Promise<ExportDataOutput | undefined> {
    const row = await this.db.selectFrom('mall.exports').selectAll().where('id', '=', id).executeTakeFirst();
    if (!row || !(await this.isThere(row.file_name))) return undefined;
    return {
      export_id: row.id,
      file_name: row.file_name,
      rows: Number(row.row_count),
      bytes: Number(row.bytes),
      sha256: row.sha256,
      expires_at: row.expires_at.toISOString(),
    };
  }

  /** Puts a file on record. One that an earlier attempt left under the same id goes. */
  async add({ export_id: id, rows, file_name, ...rest }: FinishedExport): Promise<ExportDataOutput> {
    const { bytes, sha256, export_type, format, filters } = rest;
    const before = await this.db
      .selectFrom('mall.exports')
      .select('file_name')
      .where('id', '=', id)
      .executeTakeFirst();
    const row = {
      export_type,
      format,
      filters: JSON.stringify(filters),
      file_name,
      row_count: rows,
      bytes,
      sha256,
    };
    const expires_at = await this.expiry();
    const times = { created_at: sql<Date>`now()`, expires_at };
    // Before the row: an export that a rerun finds must have its record.
    const media_type = MEDIA_TYPES[format] ?? 'application/octet-stream';
    const record = { file_name, media_type, bytes, sha256, expires_at: expires_at.toISOString() };
    await this.files.record(id, record);
    await this.db
      .insertInto('mall.exports')
      .values({ id, ...row, ...times })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ ...row, ...times }))
      .execute();
    if (before) await this.files.remove(before.file_name);
    return { export_id: id, file_name, rows, bytes, sha256, expires_at: expires_at.toISOString() };
  }

  /** Removes rows that have expired, and files as old, among them what killed workers left. */
  async removeExpired(): Promise<void> {
    const { rows } = await sql<{ cutoff: Date }>`
      with gone as (delete from mall.exports where expires_at <= now())
      select now() - make_interval(hours => ${this.settings.keepHours}::int) as cutoff`.execute(this.db);
    const cutoff = rows[0]?.cutoff ?? new Date(0);
    const left = await listFolder(this.files.workFolder);
    for (const { name } of left.filter(older(UNFINISHED, cutoff))) {
      await rm(join(this.files.workFolder, name), { force: true });
    }
    const kept = await this.files.list();
    const recordsCutoff = new Date(cutoff.getTime() - RECORD_OUTLIVES_MS);
    const gone = [...kept.filter(older(EXPORT, cutoff)), ...kept.filter(older(RECORD, recordsCutoff))];
    for (const { name } of gone) await this.files.remove(name);
  }

  private async expiry(): Promise<Date> {
    const { rows } = await sql<{ at: Date }>`
      select date_trunc('milliseconds', now()) + make_interval(hours => ${this.settings.keepHours}::int) as at`.execute(
      this.db,
    );
    if (!rows[0]) throw new Error('the database told no time');
    return rows[0].at;
  }

  private async isThere(file_name: string): Promise<boolean> {
    const content = await this.files.open({ file_name });
    content?.destroy();
    return content !== null;
  }
}

/** Files of such names that were written before then. */
function older(names: RegExp, than: Date): (file: ShelvedFile) => boolean {
  return ({ name, modified }) => names.test(name) && modified < than;
}
