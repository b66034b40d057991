import { collect } from '../checker/collect.ts';
import { judge } from '../checker/checker.ts';
import { doubledOf, repeatedRuns } from '../checker/effects-once.ts';
import { type Expectations, noExpectations } from '../checker/expectations.ts';
import { type Holdings, holdings, leaks } from '../checker/leaks.ts';
import { lostOf } from '../checker/nothing-lost.ts';
import { waitUntil } from '@celerity/tools/local/wait-until.ts';
import type { Ground } from '../system/ground.ts';
import { Random } from '../system/random.ts';
import { System, type SystemOptions } from '../system/system.ts';
import type { LoadOptions, Row, RowRun } from './row.ts';

/** What a row came to, with the numbers of the table. */
export interface RowResult {
  readonly id: string;
  readonly title: string;
  readonly starred: boolean;
  readonly promises: string;
  readonly seed: number;
  readonly passed: boolean;
  readonly problems: readonly string[];
  readonly accepted: number;
  readonly final: number;
  readonly lost: number;
  readonly doubled: number;
  readonly repeated: number;
  readonly recoveryMs: number | null;
  readonly seconds: number;
  readonly measured: Readonly<Record<string, number | string>>;
}

/** What the self-test changes about a row. */
export type Plant = Pick<SystemOptions, 'preloads'> & { readonly quietMs?: number };

const MIX = ['chaos_transfer', 'chaos_none', 'chaos_keyed'] as const;
const RECOVERY_MS = 120_000;
const FINAL = new Set(['SUCCESS', 'FAILURE', 'REVOKED', 'EXPIRED']);

/** Runs one row from its system's start to its judgement; whatever goes wrong on the way fails the row. */
export async function runRow(row: Row, ground: Ground, seed: number, plant: Plant = {}): Promise<RowResult> {
  const begun = performance.now();
  const attempt = new RowAttempt(row, ground, seed, plant);
  const numbers = { accepted: 0, final: 0, lost: 0, doubled: 0, repeated: 0 };
  try {
    await row.run(attempt);
    if (attempt.system) Object.assign(numbers, await attempt.judge());
  } catch (error) {
    attempt.problems.push(error instanceof Error ? error.message : String(error));
  }
  try {
    await attempt.system?.stop();
  } catch (error) {
    attempt.problems.push(`could not be cleared away: ${(error as Error).message}`);
  }
  const { id, title, starred, promises } = row;
  return {
    ...{ id, title, starred, promises, seed },
    passed: attempt.problems.length === 0,
    problems: attempt.problems,
    ...numbers,
    recoveryMs: attempt.recoveryMs,
    seconds: (performance.now() - begun) / 1_000,
    measured: attempt.measured,
  };
}

class RowAttempt implements RowRun {
  readonly random: Random;
  readonly expectations: Expectations = noExpectations();
  readonly problems: string[] = [];
  readonly measured: Record<string, number | string> = {};
  system: System | null = null;
  recoveryMs: number | null = null;
  readonly #row: Row;
  readonly #ground: Ground;
  readonly #plant: Pick<SystemOptions, 'preloads'>;
  #before: Holdings | null = null;
  #recovery: Promise<void> = Promise.resolve();

  constructor(row: Row, ground: Ground, seed: number, { quietMs, ...plant }: Plant) {
    if (quietMs !== undefined) this.expectations.quietMs = quietMs;
    this.random = new Random(seed);
    this.#row = row;
    this.#ground = ground;
    this.#plant = plant;
  }

  start(options: SystemOptions = {}): Promise<System> {
    return this.#startOn(this.#ground, options);
  }

  async startOnCluster(options: SystemOptions = {}) {
    const { ground, cluster } = await this.#ground.clustered();
    return { system: await this.#startOn(ground, options), cluster };
  }

  expect(holds: boolean, what: string): void {
    if (!holds) this.problems.push(what);
  }

  measure(name: string, value: number | string): void {
    this.measured[name] = typeof value === 'number' ? Math.round(value * 100) / 100 : value;
  }

  healed(): void {
    // At once, beside whatever the row goes on to do.
    this.#recovery = this.#recover(performance.now()).catch((error: unknown) => {
      this.problems.push(`recovery could not be measured: ${(error as Error).message}`);
    });
  }

  load(count: number, { ms = [0, 20], failures = 0, ...pace }: LoadOptions = {}) {
    const client = this.#running().client;
    return client.load(
      count,
      (n) => ({
        task: MIX[n % MIX.length] as string,
        kwargs: { ms: this.random.between(...ms), ...(failures > 0 ? { failures } : {}) },
      }),
      pace,
    );
  }

  async #startOn(ground: Ground, options: SystemOptions): Promise<System> {
    this.system = await System.prepare(ground, this.#row.id, { ...options, ...this.#plant });
    await this.system.start();
    this.#before = await holdings(this.system);
    return this.system;
  }

  /** Recovery, evidence, judgement, leaks: what every row has in common. */
  async judge() {
    const system = this.#running();
    await this.#recovery;
    const evidence = await collect(system, this.expectations);
    this.problems.push(...judge(evidence));
    if (this.#before) this.problems.push(...(await leaks(system, this.#before)));
    const accepted = evidence.submissions.filter(({ verdict }) => verdict === 'accepted');
    return {
      accepted: accepted.length,
      final: accepted.filter(({ taskId }) => FINAL.has(evidence.table.get(taskId ?? '')?.state ?? '')).length,
      lost: lostOf(evidence).length,
      doubled: doubledOf(evidence).length,
      repeated: repeatedRuns(evidence.effects),
    };
  }

  /** From the end of the fault until a task that was sent after it is final. */
  async #recover(healedAt: number): Promise<void> {
    const { client, services } = this.#running();
    if (services.every(({ spec }) => !spec.label.startsWith('worker') || spec.main.includes('apps'))) return;
    const probe = await waitUntil(
      async () => {
        const sent = await client.submit('chaos_none').catch(() => null);
        return sent?.verdict === 'accepted' ? sent : undefined;
      },
      { timeoutMs: RECOVERY_MS },
    );
    const final = await waitUntil(
      async () => {
        const answer = await client
          .get<{ status: string }>(`/api/core/tasks/${probe?.taskId}/result?wait=5`)
          .catch(() => null);
        return FINAL.has(answer?.body?.status ?? '') ? true : undefined;
      },
      { timeoutMs: RECOVERY_MS, intervalMs: 50 },
    );
    if (final) this.recoveryMs = Math.round(performance.now() - healedAt);
    else this.problems.push(`no task could be finished within ${RECOVERY_MS / 1_000} s after the fault`);
  }

  #running(): System {
    if (!this.system) throw new Error('the row has not started its system');
    return this.system;
  }
}
