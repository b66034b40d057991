import type {
  AccessToken,
  AuditFilter,
  AuditPage,
  Diagnostics,
  EventFilter,
  TaskSnapshot,
  TasksSnapshot,
  QueueStatsList,
  StatsWindow,
  SystemStats,
  RetryAccepted,
  TaskAccepted,
  TaskBatchAnswer,
  TaskFilter,
  TaskLogPage,
  TaskPage,
  TaskRescheduled,
  TaskRescheduling,
  TaskResultView,
  TaskRevoked,
  TaskStatsList,
  TaskRetry,
  TaskSubmission,
  TaskTypeList,
  TaskView,
  WorkerList,
} from '@celerity/contracts';
import { ApiKeysApi } from './api-keys-api.js';
import type { ClientOptions, OnceOptions, RequestOptions } from './client-options.js';
import { DeadLettersApi } from './dead-letters-api.js';
import { DownloadsApi } from './downloads-api.js';
import { type FollowOptions, followStream, type StreamMessage } from './event-stream.js';
import { HttpRequests } from './http-requests.js';
import { pagesOf } from './pages-of.js';
import { SchedulesApi } from './schedules-api.js';
import { UsersApi } from './users-api.js';
import { waitFor, type WaitOptions } from './wait-for.js';

/** What can be said about a task beside its name. */
export type SendOptions = Omit<TaskSubmission, 'task_name'>;

/** Which of the two lists to go through. */
export type TaskListName = 'active' | 'history';

/**
 * Celerity's HTTP API, typed. Every method rejects with `ApiProblem` when the gateway refuses and with
 * `Unreachable` when it does not answer.
 */
export class CelerityClient {
  readonly schedules: SchedulesApi;
  readonly users: UsersApi;
  readonly apiKeys: ApiKeysApi;
  /** Messages that will not be delivered again. */
  readonly deadLetters: DeadLettersApi;
  /** Files that tasks have written. */
  readonly downloads: DownloadsApi;
  private readonly http: HttpRequests;

  /** @throws NotAToken */
  constructor(options: ClientOptions) {
    this.http = new HttpRequests(options);
    this.schedules = new SchedulesApi(this.http);
    this.users = new UsersApi(this.http);
    this.apiKeys = new ApiKeysApi(this.http);
    this.deadLetters = new DeadLettersApi(this.http);
    this.downloads = new DownloadsApi(this.http);
  }

  get baseUrl(): string {
    return this.http.baseUrl;
  }

  /** Exchanges a password for a token; this client uses it from then on. */
  async logIn(username: string, password: string, options: RequestOptions = {}): Promise<AccessToken> {
    const body = { username, password };
    const token = await this.http.ask<AccessToken>({ ...options, method: 'POST', path: '/auth/token', body });
    this.http.authorize(token.access_token);
    return token;
  }

  /** Resolves when the broker holds the task: from then on it will run. */
  send(taskName: string, task: SendOptions = {}, options: OnceOptions = {}): Promise<TaskAccepted> {
    return this.http.ask({
      ...options,
      method: 'POST',
      path: '/tasks',
      body: { task_name: taskName, ...task },
    });
  }

  /** Sends up to 1,000 tasks; look at each result, since each is accepted or refused on its own. */
  sendBatch(tasks: readonly TaskSubmission[], options: OnceOptions = {}): Promise<TaskBatchAnswer> {
    return this.http.ask({ ...options, method: 'POST', path: '/tasks/batch', body: { tasks } });
  }

  /** Sends an ended task again as a new one, with the same arguments but for those given here. */
  retry(id: string, edits: TaskRetry = {}, options: OnceOptions = {}): Promise<RetryAccepted> {
    return this.http.ask({ ...options, method: 'POST', path: `${taskPath(id)}/retry`, body: edits });
  }

  task(id: string, options: RequestOptions = {}): Promise<TaskView> {
    return this.http.ask({ ...options, path: taskPath(id) });
  }

  /** The outcome as soon as there is one, or the state after `waitS` seconds (0 to 60; none unless given). */
  result(
    id: string,
    { waitS = 0, ...options }: RequestOptions & { readonly waitS?: number } = {},
  ): Promise<TaskResultView> {
    return this.http.ask({
      ...options,
      path: `${taskPath(id)}/result`,
      query: { wait: waitS },
      extraMs: waitS * 1_000,
    });
  }

  /**
   * Resolves when the revocation is durable: a task that has not begun never will. With `terminate`, one that runs
   * is told to stop at once.
   */
  revoke(
    id: string,
    { terminate = false, ...options }: RequestOptions & { readonly terminate?: boolean } = {},
  ): Promise<TaskRevoked> {
    return this.http.ask({
      ...options,
      method: 'POST',
      path: `${taskPath(id)}/revoke`,
      body: { terminate },
    });
  }

  /** Resolves with the outcome, however long it takes; a gateway that is away for a moment does not matter. */
  waitFor(id: string, options: WaitOptions = {}): Promise<TaskResultView> {
    return waitFor(this, id, options);
  }

  /**
   * Follows a task: a snapshot, then each event, until it has ended. Lost connections are taken up where they broke.
   */
  followTask(id: string, options: FollowOptions = {}): AsyncGenerator<StreamMessage<TaskSnapshot>> {
    return followStream(this.http, `${taskPath(id)}/events`, {}, options);
  }

  /** Follows all tasks, or those that the filter names; it ends only when its signal is aborted. */
  followAll(
    filter: EventFilter = {},
    options: FollowOptions = {},
  ): AsyncGenerator<StreamMessage<TasksSnapshot>> {
    return followStream(this.http, '/events', filter, options);
  }

  /** Moves a task that is delayed, or waits for a retry. */
  reschedule(id: string, time: TaskRescheduling, options: RequestOptions = {}): Promise<TaskRescheduled> {
    return this.http.ask({ ...options, method: 'POST', path: `${taskPath(id)}/reschedule`, body: time });
  }

  /** Tasks that have not ended, newest first: one page. */
  active(filter: TaskFilter = {}, options: RequestOptions = {}): Promise<TaskPage> {
    return this.http.ask({ ...options, path: '/tasks', query: filter });
  }

  /** Tasks that have ended, newest first: one page. */
  history(filter: TaskFilter = {}, options: RequestOptions = {}): Promise<TaskPage> {
    return this.http.ask({ ...options, path: '/tasks/history', query: filter });
  }

  /** Page after page of a list, each asked for when it is wanted. */
  pages(list: TaskListName, filter: TaskFilter = {}, options: RequestOptions = {}): AsyncGenerator<TaskPage> {
    return pagesOf((onePage) => this[list](onePage, options), filter);
  }

  /** Every task of a list, page after page. */
  async *each(
    list: TaskListName,
    filter: TaskFilter = {},
    options: RequestOptions = {},
  ): AsyncGenerator<TaskView> {
    for await (const { results } of this.pages(list, filter, options)) yield* results;
  }

  /** What a task logged, page after page. */
  async *logs(id: string, options: RequestOptions = {}): AsyncGenerator<TaskLogPage> {
    let cursor: string | null | undefined;
    do {
      const query = { limit: 1_000, ...(cursor ? { cursor } : {}) };
      const page: TaskLogPage = await this.http.ask({ ...options, path: `${taskPath(id)}/logs`, query });
      yield page;
      cursor = page.next_cursor;
    } while (cursor);
  }

  /** Workers by their last heartbeats; those that died without a goodbye are `offline`. Needs the role admin. */
  workers(options: RequestOptions = {}): Promise<WorkerList> {
    return this.http.ask({ ...options, path: '/workers' });
  }

  /** What waits in each queue, who takes it and how fast. */
  queues(options: RequestOptions = {}): Promise<QueueStatsList> {
    return this.http.ask({ ...options, path: '/workers/queues' });
  }

  /** What became of the tasks of each name within a window. */
  taskStats(window: StatsWindow = '24h', options: RequestOptions = {}): Promise<TaskStatsList> {
    return this.http.ask({ ...options, path: '/tasks/stats', query: { window } });
  }

  /** Everything at a glance. Needs the role admin. */
  stats(options: RequestOptions = {}): Promise<SystemStats> {
    return this.http.ask({ ...options, path: '/stats' });
  }

  /** What may be wrong with the installation; it answers also when broker and database are down. */
  diagnostics(options: RequestOptions = {}): Promise<Diagnostics> {
    return this.http.ask({ ...options, path: '/diagnostics' });
  }

  /** Who did what, newest first: one page. Needs the role admin. */
  audit(filter: AuditFilter = {}, options: RequestOptions = {}): Promise<AuditPage> {
    return this.http.ask({ ...options, path: '/audit', query: filter });
  }

  /** Every task that can be sent, with the schemas of its input and output. */
  taskTypes(options: RequestOptions = {}): Promise<TaskTypeList> {
    return this.http.ask({ ...options, path: '/task-types' });
  }
}

function taskPath(id: string): string {
  return `/tasks/${encodeURIComponent(id)}`;
}
