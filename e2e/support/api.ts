import type { TaskAccepted, TaskPage, TaskResultView, TaskView } from '@celerity/contracts';
import { until } from '@celerity/messaging/testing';

export interface Answer<T = unknown> {
  readonly status: number;
  readonly body: T;
  readonly headers: Headers;
}

const LOGIN = '/api/core/auth/token';

/** The HTTP API as a client of it sees it. */
export class Api {
  private token = '';

  constructor(readonly url: string) {}

  async logIn(username: string, password: string): Promise<void> {
    const { status, body } = await this.post<{ access_token: string }>(LOGIN, { username, password });
    if (status !== 200 && status !== 201) throw new Error(`login failed with ${status}`);
    this.token = body.access_token;
  }

  get<T>(path: string): Promise<Answer<T>> {
    return this.request<T>('GET', path);
  }

  post<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.request<T>('POST', path, typeof body === 'string' ? body : JSON.stringify(body), headers);
  }

  /** A file, as it comes. */
  async download(path: string): Promise<Answer<string>> {
    const { status, headers, body } = await this.ask('GET', path);
    return { status, headers, body };
  }

  /** Sends a task and gives back its id; anything but 201 is an error. */
  async send(taskName: string, kwargs: object = {}, more: object = {}): Promise<string> {
    const answer = await this.post<TaskAccepted>('/api/core/tasks', { task_name: taskName, kwargs, ...more });
    if (answer.status !== 201) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body.task_id;
  }

  async task(id: string): Promise<TaskView> {
    return (await this.get<TaskView>(`/api/core/tasks/${id}`)).body;
  }

  async active(query: string): Promise<TaskPage> {
    return (await this.get<TaskPage>(`/api/core/tasks?${query}`)).body;
  }

  async history(query: string): Promise<TaskPage> {
    return (await this.get<TaskPage>(`/api/core/tasks/history?${query}`)).body;
  }

  /** Follows the long poll until the task has ended. */
  async result(id: string, timeoutMs = 60_000): Promise<TaskResultView> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const { status, body } = await this.get<TaskResultView>(`/api/core/tasks/${id}/result?wait=20`);
      if (status !== 200) throw new Error(`result of ${id}: ${status} ${JSON.stringify(body)}`);
      if (['SUCCESS', 'FAILURE', 'REVOKED', 'EXPIRED'].includes(body.status)) return body;
      if (performance.now() > deadline) throw new Error(`task ${id} is still ${body.status}`);
    }
  }

  /** The whole view of a task that has ended; the history may be a moment behind the long poll. */
  async ended(id: string): Promise<TaskView> {
    await this.result(id);
    let view = await this.task(id);
    await until(`the history has the end of ${id}`, async () => {
      view = await this.task(id);
      return view.finished_at !== null;
    });
    return view;
  }

  private async request<T>(
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const { status, headers: answered, body: text } = await this.ask(method, path, body, headers);
    return { status, headers: answered, body: (text ? JSON.parse(text) : null) as T };
  }

  private async ask(
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<Answer<string>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    return { status: response.status, headers: response.headers, body: await response.text() };
  }
}
