import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Optional } from '@nestjs/common';
import type { TaskFilter, TaskHistoryFilters, TaskPage } from '@celerity/contracts';
import { Barriers, MonitorClient, MonitorUnavailable } from '@celerity/service';
import { DateTime } from 'luxon';
import type { TaskContext } from '../../engine/handlers/task-context.js';
import { MallSettings } from '../../mall/mall-settings.js';
import type { ExportOrder, ExportReader, ExportTable } from './export-reader.js';
import { TASK_HISTORY_COLUMNS, taskHistoryRow } from './task-history-row.js';

const PAGE = 200;
const ANSWER_MS = 10_000;
/** A monitor that is away for a moment must not cost what has been read. */
const ASKED_AGAIN = 10;
const AGAIN_MS = 2_000;
/** Up to here the monitor counts what fits a filter. */
const COUNTED = 10_000;

/** Reads the history of tasks, which is the monitor's, by asking for it page by page; the last ended come first. */
@Injectable()
export class TaskHistoryReader implements ExportReader {
  constructor(
    private readonly mall: MallSettings,
    // A thread has neither, and nobody exports there.
    @Optional() private readonly monitor?: MonitorClient,
    @Optional() private readonly barriers?: Barriers,
  ) {}

  async read<Result>(
    { filters, format }: ExportOrder,
    { signal }: TaskContext,
    use: (table: ExportTable) => Promise<Result>,
  ): Promise<Result> {
    const filter = this.filterOf(filters as TaskHistoryFilters);
    const first = await this.page(filter, signal, true);
    const zone = format === 'jsonl' ? null : this.mall.timeZone;
    return use({
      columns: TASK_HISTORY_COLUMNS,
      total: first.count < COUNTED ? first.count : null,
      batches: this.batches(first, filter, zone, signal),
    });
  }

  private async *batches(first: TaskPage, filter: TaskFilter, zone: string | null, signal: AbortSignal) {
    for (let page = first; ;) {
      if (page.results.length > 0) yield page.results.map((task) => taskHistoryRow(task, zone));
      if (page.next_cursor === null) return;
      page = await this.page({ ...filter, cursor: page.next_cursor }, signal);
    }
  }

  /** With a barrier, what ended before now is in it. */
  private async page(filter: TaskFilter, signal: AbortSignal, afterBarrier = false): Promise<TaskPage> {
    if (!this.monitor || !this.barriers) throw new Error('the history of tasks cannot be read in a thread');
    for (let again = 0; ; again += 1) {
      signal.throwIfAborted();
      try {
        const barrier = afterBarrier ? { barrier_id: await this.barriers.write() } : {};
        return (await this.monitor.taskHistory({ filter, ...barrier }, ANSWER_MS)).page;
      } catch (error) {
        if (!(error instanceof MonitorUnavailable) || again === ASKED_AGAIN) throw error;
        await pause(AGAIN_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private filterOf({ submitted_from, submitted_to, ...rest }: TaskHistoryFilters): TaskFilter {
    const startOf = (day: string, later = 0) =>
      DateTime.fromISO(day, { zone: this.mall.timeZone })
        .plus({ days: later })
        .startOf('day')
        .toUTC()
        .toISO() ?? '';
    const given = Object.entries(rest).filter(([, value]) => value !== undefined && value !== null);
    return {
      ...Object.fromEntries(given),
      ...(submitted_from ? { since: startOf(submitted_from) } : {}),
      ...(submitted_to ? { until: startOf(submitted_to, 1) } : {}),
      limit: PAGE,
    };
  }
}
