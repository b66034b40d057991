import { Injectable } from '@nestjs/common';
import {
  type ScheduleFilter,
  type SchedulePage,
  type ScheduleView,
  type TaskState,
} from '@celerity/contracts';
import { BeatClient, MonitorClient } from '@celerity/service';

/** Health of the last task is worth a short wait, not the page. */
const STATES_MS = 1_000;

/** Schedules as beat knows them, with what the monitor knows of their last tasks. */
@Injectable()
export class ScheduleReader {
  constructor(
    private readonly beat: BeatClient,
    private readonly monitor: MonitorClient,
  ) {}

  async page(filter: ScheduleFilter): Promise<SchedulePage> {
    const page = await this.beat.schedules({ filter });
    return { ...page, results: await this.withTaskStates(page.results) };
  }

  async find(id: string): Promise<ScheduleView> {
    return this.withTaskState(await this.beat.schedule({ id }));
  }

  async withTaskState(schedule: ScheduleView): Promise<ScheduleView> {
    const [known] = await this.withTaskStates([schedule]);
    return known ?? schedule;
  }

  private async withTaskStates(schedules: readonly ScheduleView[]): Promise<ScheduleView[]> {
    const states = await this.statesOf(schedules.flatMap(({ last }) => last?.task_id ?? []));
    return schedules.map((schedule) => {
      const { last } = schedule;
      if (!last?.task_id) return schedule;
      return { ...schedule, last: { ...last, task_status: states[last.task_id] ?? null } };
    });
  }

  private async statesOf(task_ids: readonly string[]): Promise<Readonly<Record<string, TaskState>>> {
    if (task_ids.length === 0) return {};
    // Without the monitor the schedules are shown all the same.
    const answer = await this.monitor.taskStates({ task_ids }, STATES_MS).catch(() => null);
    return answer?.states ?? {};
  }
}
