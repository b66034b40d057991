import { Inject, Injectable } from '@nestjs/common';
import { Kysely } from 'kysely';
import type { AuditFilter, AuditPage } from '@celerity/contracts';
import { answerInTime } from '../database/answer-in-time.js';
import type { GatewayDatabase } from '../database/gateway-database.js';

const DEFAULT_LIMIT = 50;

/** Reads the audit log. */
@Injectable()
export class AuditReader {
  constructor(@Inject(Kysely) private readonly db: Kysely<GatewayDatabase>) {}

  /** @throws StoreUnavailable */
  async page({
    actor,
    action,
    target,
    since,
    until,
    limit = DEFAULT_LIMIT,
    cursor,
  }: AuditFilter): Promise<AuditPage> {
    let query = this.db
      .selectFrom('audit')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(limit + 1);
    if (actor !== undefined) query = query.where('actor', '=', actor);
    if (action !== undefined)
      query = query.where(({ eb, or, fn, val }) =>
        or([
          eb('action', '=', action),
          eb(fn<boolean>('starts_with', ['action', val(`${action}.`)]), '=', true),
        ]),
      );
    if (target !== undefined) query = query.where('target', '=', target);
    if (since !== undefined) query = query.where('at', '>=', new Date(since));
    if (until !== undefined) query = query.where('at', '<', new Date(until));
    if (cursor !== undefined) query = query.where('id', '<', String(cursor));
    const rows = await answerInTime(query.execute(), 'the audit log cannot be read');
    const results = rows
      .slice(0, limit)
      .map((row) => ({ ...row, id: Number(row.id), at: row.at.toISOString() }));
    return { results, next_cursor: rows.length > limit ? (results.at(-1)?.id ?? null) : null };
  }
}
