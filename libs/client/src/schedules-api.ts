import type {
  NewSchedule,
  NextOccurrences,
  ScheduleAuditFilter,
  ScheduleChangePage,
  ScheduleChanges,
  ScheduleFilter,
  SchedulePage,
  SchedulePreview,
  ScheduleView,
  TaskAccepted,
} from '@celerity/contracts';
import type { RequestOptions } from './client-options.js';
import type { HttpRequests } from './http-requests.js';

/** With `version`, a change is made only if that is the schedule's present one. */
export interface ChangeOptions extends RequestOptions {
  readonly version?: number;
}

type Verb = 'pause' | 'resume' | 'run';

/** Schedules of the HTTP API; it rejects as `CelerityClient` does. */
export class SchedulesApi {
  constructor(private readonly http: HttpRequests) {}

  /** By id: one page. */
  list(filter: ScheduleFilter = {}, options: RequestOptions = {}): Promise<SchedulePage> {
    return this.http.ask({ ...options, path: '/schedules', query: filter });
  }

  show(id: string, options: RequestOptions = {}): Promise<ScheduleView> {
    return this.http.ask({ ...options, path: pathOf(id) });
  }

  create(schedule: NewSchedule, options: RequestOptions = {}): Promise<ScheduleView> {
    return this.http.ask({ ...options, method: 'POST', path: '/schedules', body: schedule });
  }

  /** What is not named stays; `null` takes back. */
  edit(
    id: string,
    changes: ScheduleChanges,
    { version, ...options }: ChangeOptions = {},
  ): Promise<ScheduleView> {
    return this.http.ask({ ...options, method: 'PATCH', path: pathOf(id), body: changes, ifMatch: version });
  }

  pause(id: string, options?: ChangeOptions): Promise<ScheduleView> {
    return this.act(id, 'pause', options);
  }

  resume(id: string, options?: ChangeOptions): Promise<ScheduleView> {
    return this.act(id, 'resume', options);
  }

  /** Sends the schedule's task now, beside its plan. */
  run(id: string, options?: ChangeOptions): Promise<TaskAccepted> {
    return this.act(id, 'run', options);
  }

  /** Resolves with the schedule as it was. */
  delete(id: string, { version, ...options }: ChangeOptions = {}): Promise<ScheduleView> {
    return this.http.ask({ ...options, method: 'DELETE', path: pathOf(id), ifMatch: version });
  }

  /** The next instants, in UTC and in the schedule's time zone. */
  next(id: string, count?: number, options: RequestOptions = {}): Promise<NextOccurrences> {
    return this.http.ask({ ...options, path: `${pathOf(id)}/next`, query: { count } });
  }

  /** When a schedule with this rule would fire; nothing is created. */
  preview(rule: SchedulePreview, options: RequestOptions = {}): Promise<NextOccurrences> {
    return this.http.ask({ ...options, method: 'POST', path: '/schedules/preview', body: rule });
  }

  /** Who changed it, newest first: one page. */
  changes(
    id: string,
    filter: ScheduleAuditFilter = {},
    options: RequestOptions = {},
  ): Promise<ScheduleChangePage> {
    return this.http.ask({ ...options, path: `${pathOf(id)}/changes`, query: filter });
  }

  private act<T>(id: string, verb: Verb, { version, ...options }: ChangeOptions = {}): Promise<T> {
    return this.http.ask({ ...options, method: 'POST', path: `${pathOf(id)}/${verb}`, ifMatch: version });
  }
}

function pathOf(id: string): string {
  return `/schedules/${encodeURIComponent(id)}`;
}
