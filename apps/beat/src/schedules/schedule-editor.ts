import { Injectable } from '@nestjs/common';
import {
  type NewSchedule,
  type ScheduleChanges,
  type ScheduledTask,
  type ScheduleFields,
  TaskCatalogue,
} from '@celerity/contracts';
import { BeatConfig } from '../beat-config.js';
import { alreadyThere, invalid, otherVersion, unknownSchedule } from '../queries/refusals.js';
import { changedFields, ScheduleAudit, type ScheduleAction } from './schedule-audit.js';
import { scheduleProblems } from './schedule-check.js';
import { plainContent, type ScheduleContent, withFields } from './schedule-content.js';
import { contentOf, type Plan, type ScheduleRow, ScheduleStore } from './schedule-store.js';
import { nextDue } from './next-due.js';

/** What decides when a schedule fires; a change of it is planned anew. */
const RULE: readonly (keyof ScheduleContent)[] = [
  'cron',
  'every_seconds',
  'once_at',
  'zone',
  'starts_at',
  'ends_at',
  'enabled',
];

/** Which schedule is changed, by whom; with `version` only if that is the present one. */
export interface Target {
  readonly id: string;
  readonly actor: string;
  readonly version?: number;
}

/** Changes schedules as people ask for it: checked, planned and audited in one transaction. */
@Injectable()
export class ScheduleEditor {
  constructor(
    private readonly store: ScheduleStore,
    private readonly audit: ScheduleAudit,
    private readonly catalogue: TaskCatalogue,
    private readonly config: BeatConfig,
  ) {}

  /** @throws RpcException (`invalid`, `exists`) */
  async create({ id, ...fields }: NewSchedule, actor: string): Promise<void> {
    await this.store.transaction(async (trx, now) => {
      const plain = plainContent(this.config.CELERITY_TIMEZONE);
      const content = this.named(withFields({ ...plain, task_name: fields.task_name }, fields, plain));
      const plan = this.planned(content, now, now, fields);
      const row = await this.store.lock(trx, id);
      if (row && row.deleted_at === null) throw alreadyThere(id);
      if (row) await this.store.revive(trx, row, content, now, plan);
      else if (!(await this.store.insert(trx, id, content, now, { ...plan, source: 'user' })))
        throw alreadyThere(id);
      const version = row ? row.version + 1 : 1;
      await this.audit.note(trx, { id, actor, action: 'created', version, after: content });
    });
  }

  /** @throws RpcException (`invalid`, `unknown_schedule`, `version_conflict`) */
  edit(target: Target, changes: ScheduleChanges): Promise<void> {
    return this.change(target, 'edited', changes);
  }

  /** Fires no more until resumed. */
  pause(target: Target): Promise<void> {
    return this.change(target, 'paused', { enabled: false });
  }

  /** Fires again from now on; what passed meanwhile is not made up for. */
  resume(target: Target): Promise<void> {
    return this.change(target, 'resumed', { enabled: true });
  }

  async delete({ id, actor, version }: Target): Promise<void> {
    await this.store.transaction(async (trx, now) => {
      const row = this.expectVersion(id, await this.store.lock(trx, id), version);
      await this.store.bury(trx, row, now);
      const before = contentOf(row);
      await this.audit.note(trx, { id, actor, action: 'deleted', version: row.version + 1, before });
    });
  }

  /** Notes that it is run by hand, and gives what to send. Neither its plan nor its version changes. */
  run({ id, actor, version }: Target, taskId: string): Promise<ScheduledTask> {
    return this.store.transaction(async (trx) => {
      const row = this.expectVersion(id, await this.store.lock(trx, id), version);
      await this.audit.note(trx, {
        id,
        actor,
        action: 'run',
        version: row.version,
        note: { task_id: taskId },
      });
      const { task_name, args, kwargs, priority, expires_seconds } = row;
      return { task_name, args, kwargs, priority, expires_seconds };
    });
  }

  private async change(
    { id, actor, version }: Target,
    action: ScheduleAction,
    fields: ScheduleChanges,
  ): Promise<void> {
    await this.store.transaction(async (trx, now) => {
      const row = this.expectVersion(id, await this.store.lock(trx, id), version);
      const before = contentOf(row);
      const after = this.named(withFields(before, fields, plainContent(this.config.CELERITY_TIMEZONE)));
      const changed = changedFields(before, after);
      if (changed.length === 0) return;
      const replan = changed.some((name) => RULE.includes(name)) || row.problem !== null;
      const plan = this.planned(after, now, row.created_at, fields, replan);
      await this.store.write(trx, row, after, plan);
      await this.audit.note(trx, { id, actor, action, version: row.version + 1, before, after });
    });
  }

  /** @throws RpcException (`invalid`) */
  private planned(
    content: ScheduleContent,
    now: Date,
    created_at: Date,
    { once_at }: ScheduleFields,
    replan = true,
  ): Plan {
    const problems = scheduleProblems(content, this.catalogue, now);
    if (problems.length > 0) throw invalid(problems);
    if (once_at && new Date(once_at) <= now)
      throw invalid([{ field: 'once_at', message: `must be in the future; it is ${now.toISOString()} now` }]);
    if (!replan) return {};
    const next_due_at = nextDue({ ...content, created_at }, now);
    if (content.enabled && next_due_at === Infinity) throw invalid([nothingLeft(content)]);
    return { next_due_at };
  }

  /** Rows know tasks by their full names, people by their short ones too. */
  private named(content: ScheduleContent): ScheduleContent {
    return { ...content, task_name: this.catalogue.find(content.task_name)?.name ?? content.task_name };
  }

  private expectVersion(id: string, row: ScheduleRow | undefined, version: number | undefined): ScheduleRow {
    if (!row || row.deleted_at !== null) throw unknownSchedule(id);
    if (version !== undefined && version !== row.version) throw otherVersion(id, row.version);
    return row;
  }
}

function nothingLeft({ once_at, ends_at }: ScheduleContent): { field: string; message: string } {
  if (once_at !== null)
    return { field: 'once_at', message: 'must be in the future, and within starts_at and ends_at' };
  return {
    field: ends_at === null ? 'cron' : 'ends_at',
    message: 'leaves no instant at which it could fire; choose a later one, or leave it out',
  };
}
