import { type ScheduleChangePage, TaskCatalogue } from '@celerity/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { Kysely, type Transaction } from 'kysely';
import type { BeatDatabase } from '../database/beat-database.js';
import { type ScheduleContent, visibleContent } from './schedule-content.js';

/** What was done to a schedule. */
export type ScheduleAction = 'created' | 'edited' | 'paused' | 'resumed' | 'deleted' | 'run';

interface Change {
  readonly id: string;
  readonly actor: string;
  readonly action: ScheduleAction;
  readonly version: number;
  readonly before?: ScheduleContent;
  readonly after?: ScheduleContent;
  /** What else is worth remembering, beside the fields that changed. */
  readonly note?: object;
}

const DEFAULT_LIMIT = 50;

/** Who changed which schedule, when, from what to what. */
@Injectable()
export class ScheduleAudit {
  constructor(
    @Inject(Kysely) private readonly db: Kysely<BeatDatabase>,
    private readonly catalogue: TaskCatalogue,
  ) {}

  /** In the transaction of the change itself, so that there is none without its entry. */
  async note(trx: Transaction<BeatDatabase>, change: Change): Promise<void> {
    const { id, actor, action, version, note } = change;
    const before = change.before ? visibleContent(change.before, this.catalogue) : null;
    const after = change.after ? visibleContent(change.after, this.catalogue) : null;
    const changed = before && after ? changedFields(before, after) : null;
    const pick = (content: ScheduleContent | null) =>
      content && named(changed ? Object.fromEntries(changed.map((name) => [name, content[name]])) : content);
    const entry = { before: pick(before), after: note ?? pick(after) };
    await trx
      .insertInto('schedule_changes')
      .values({
        schedule_id: id,
        actor,
        action,
        version,
        before: entry.before && JSON.stringify(entry.before),
        after: entry.after && JSON.stringify(entry.after),
      })
      .execute();
  }

  /** Newest first; `cursor` is the `next_cursor` of the page before. */
  async page(id: string, limit = DEFAULT_LIMIT, cursor?: number): Promise<ScheduleChangePage> {
    const rows = await this.db
      .selectFrom('schedule_changes')
      .selectAll()
      .where('schedule_id', '=', id)
      .$if(cursor !== undefined, (query) => query.where('id', '<', String(cursor)))
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    const results = rows.slice(0, limit).map(({ schedule_id: _, id: entry, at, ...row }) => ({
      ...row,
      id: Number(entry),
      at: at.toISOString(),
    }));
    return { results, next_cursor: rows.length > limit ? (results.at(-1)?.id ?? null) : null };
  }
}

/** The fields in which two contents differ. */
export function changedFields(before: ScheduleContent, after: ScheduleContent): (keyof ScheduleContent)[] {
  const names = Object.keys(after) as (keyof ScheduleContent)[];
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

/** Under the names that people know. */
function named(content: Partial<ScheduleContent>): object {
  const { zone, ...rest } = content;
  return zone === undefined ? rest : { ...rest, timezone: zone };
}
