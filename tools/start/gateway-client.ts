import { SetupError } from '../local/setup-error.ts';

/** What of a task the start shows. */
export interface TaskView {
  task_id: string;
  task_name: string;
  status: string;
  result: unknown;
  error: { type: string; message: string } | null;
  worker: string | null;
  attempt: number;
  submitted_at: string | null;
  started_at: string | null;
  finished_at: string | null;
}

const FINAL = new Set(['SUCCESS', 'FAILURE', 'REVOKED', 'EXPIRED']);
const LONG_POLL_S = 30;

/** The little of the gateway's HTTP interface that the main job needs. */
export class GatewayClient {
  readonly #baseUrl: string;
  readonly #signal: AbortSignal;
  #token = '';

  constructor(baseUrl: string, signal: AbortSignal) {
    this.#baseUrl = baseUrl;
    this.#signal = signal;
  }

  async logIn(username: string, password: string): Promise<void> {
    const { access_token } = await this.#ask<{ access_token: string }>('POST', '/auth/token', {
      username,
      password,
    });
    this.#token = access_token;
  }

  async submit(task_name: string): Promise<string> {
    const { task_id } = await this.#ask<{ task_id: string }>('POST', '/tasks', { task_name });
    return task_id;
  }

  /** Follows a task until its state is final. */
  async follow(taskId: string, timeoutMs: number): Promise<TaskView> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      await this.#ask('GET', `/tasks/${taskId}/result?wait=${LONG_POLL_S}`);
      const task = await this.#ask<TaskView>('GET', `/tasks/${taskId}`);
      if (FINAL.has(task.status)) return task;
      if (performance.now() > deadline) {
        throw new SetupError(
          `task ${task.task_name} ${taskId} is still ${task.status} after ${timeoutMs / 1000} s`,
          'Look into the logs of the worker and the monitor.',
        );
      }
    }
  }

  async #ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.#baseUrl}/api/core${path}`, {
      method,
      headers: {
        ...(this.#token && { authorization: `Bearer ${this.#token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.any([this.#signal, AbortSignal.timeout((LONG_POLL_S + 15) * 1000)]),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new SetupError(
        `the gateway answered ${method} ${path} with ${response.status}: ${text.slice(0, 300)}`,
        'Look into the log of the gateway.',
      );
    }
    return JSON.parse(text) as T;
  }
}
