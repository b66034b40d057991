import { setTimeout as pause } from 'node:timers/promises';
import type { Ledger, Submission, Verdict } from './ledger.ts';

export interface Answer<T = unknown> {
  readonly status: number;
  readonly body: T;
  /** Seconds; 0 when the answer does not say. */
  readonly retryAfter: number;
}

interface TaskBody {
  task_id?: string;
  outcome?: string;
}

export const ADMIN_PASSWORD = 'chaos-admin-password';
const ANSWER_MS = 15_000;

/** A client of the gateway that writes down all it sends and is told. */
export class Client {
  readonly #url: () => string;
  readonly #ledger: Ledger;
  #token = '';
  #count = 0;

  constructor(url: () => string, ledger: Ledger) {
    this.#url = url;
    this.#ledger = ledger;
  }

  async logIn(): Promise<void> {
    const login = { username: 'admin', password: ADMIN_PASSWORD };
    const { status, body } = await this.request<{ access_token: string }>(
      'POST',
      '/api/core/auth/token',
      login,
    );
    if (status !== 200 && status !== 201) throw new Error(`login failed with ${status}`);
    this.#token = body.access_token;
  }

  /** Sends a chaos task; never throws, since every answer or none is a result. */
  async submit(
    task: string,
    kwargs: Record<string, unknown> = {},
    more: Record<string, unknown> = {},
  ): Promise<Submission> {
    const ref = `r${(this.#count += 1)}`;
    const body = { task_name: task, kwargs: { ref, ...kwargs }, ...more };
    return this.#send(ref, task, body.kwargs, body);
  }

  /** Sends once more what was sent before, or for the first time, under an idempotency key of its own. */
  async submitKeyed(task: string, ref: string, kwargs: Record<string, unknown> = {}): Promise<Submission> {
    const body = { task_name: task, kwargs: { ref, ...kwargs } };
    return this.#send(ref, task, body.kwargs, body, { 'idempotency-key': `chaos-${ref}` });
  }

  /** Sends one of the product's own tasks, whose arguments take no ref. */
  async submitShipped(task: string, kwargs: Record<string, unknown>): Promise<Submission> {
    return this.#send(`p${(this.#count += 1)}`, task, kwargs, { task_name: task, kwargs });
  }

  async get<T>(path: string): Promise<Answer<T>> {
    return this.request<T>('GET', path);
  }

  async request<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<T>> {
    const url = this.#url();
    if (url === '') throw new Error('the gateway does not run', { cause: { code: 'ECONNREFUSED' } });
    const response = await fetch(`${url}${path}`, {
      method,
      signal: AbortSignal.timeout(ANSWER_MS),
      headers: {
        ...headers,
        ...(this.#token ? { authorization: `Bearer ${this.#token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: (text ? JSON.parse(text) : null) as T,
      retryAfter: Number(response.headers.get('retry-after') ?? 0),
    };
  }

  /** Sends `count` tasks, some at a time, each made by `make`; stops early when told to. */
  async load(
    count: number,
    make: (n: number) => { task: string; kwargs?: Record<string, unknown>; more?: Record<string, unknown> },
    { atOnce = 16, paceMs = 0, until }: { atOnce?: number; paceMs?: number; until?: AbortSignal } = {},
  ): Promise<Submission[]> {
    const sent: Submission[] = [];
    let next = 0;
    const sender = async () => {
      while (next < count && !until?.aborted) {
        const { task, kwargs, more } = make(next++);
        sent.push(await this.submit(task, kwargs, more));
        if (paceMs > 0) await pause(paceMs);
      }
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, count) }, sender));
    return sent;
  }

  async #send(
    ref: string,
    task: string,
    kwargs: Readonly<Record<string, unknown>>,
    body: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Submission> {
    this.#ledger.note({ request: ref, body });
    const begun = performance.now();
    const answer = await this.request<TaskBody>('POST', '/api/core/tasks', body, headers).catch(
      (error: unknown) => error as Error,
    );
    const ms = performance.now() - begun;
    const submission: Submission =
      answer instanceof Error
        ? { ref, task, kwargs, verdict: verdictOfSilence(answer), taskId: null, status: null, ms }
        : {
            ref,
            task,
            kwargs,
            verdict: verdictOf(answer),
            taskId: answer.body?.task_id ?? null,
            status: answer.status,
            ms,
          };
    this.#ledger.answered(submission);
    return submission;
  }
}

function verdictOf({ status, body }: Pick<Answer<TaskBody>, 'status' | 'body'>): Verdict {
  if (status === 200 || status === 201) return 'accepted';
  if (body?.outcome === 'unknown' || (status >= 500 && status !== 503)) return 'unknown';
  return 'refused';
}

/** A connection that was never made carried nothing; any other silence leaves everything open. */
function verdictOfSilence(error: Error): Verdict {
  const code = (error.cause as { code?: string } | undefined)?.code;
  return code === 'ECONNREFUSED' ? 'refused' : 'unknown';
}
