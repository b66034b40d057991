import type { Check, Evidence } from './evidence.ts';
import { some } from './nothing-lost.ts';

/** Rows use schedules that fire every so many seconds, so that whole instants can be listed without any cron code. */
const EVERY = /^every-(\d+)s$/;

/** Every due instant between the first and the last is there once, and each made exactly one task. */
export const firingsExact: Check = (evidence) =>
  [...new Set(evidence.occurrences.map(({ schedule_id }) => schedule_id))].flatMap((schedule) =>
    ofSchedule(schedule, evidence),
  );

function ofSchedule(schedule: string, { occurrences, table }: Evidence): string[] {
  const seconds = Number(EVERY.exec(schedule)?.[1]);
  if (!(seconds > 0)) return [`the checker cannot list the instants of ${schedule}`];
  const own = occurrences.filter(({ schedule_id }) => schedule_id === schedule);
  const fired = own.map(({ due_at }) => due_at.getTime()).sort((a, b) => a - b);
  const expected: number[] = [];
  for (let at = fired[0] ?? 0; at <= (fired.at(-1) ?? -1); at += seconds * 1_000) expected.push(at);
  const problems: string[] = [];
  const missing = expected.filter((at) => !fired.includes(at));
  if (missing.length > 0)
    problems.push(`never fired: ${some(missing.map((at) => new Date(at).toISOString()))}`);
  if (fired.length !== new Set(fired).size || fired.some((at) => at % (seconds * 1_000) !== 0))
    problems.push('fired twice or at a wrong instant');
  const tasks = [...table.values()]
    .filter((task) => task.schedule === schedule)
    .map(({ task_id }) => task_id);
  const known = new Set(own.map(({ task_id }) => task_id));
  const extra = tasks.filter((id) => !known.has(id));
  if (extra.length > 0) problems.push(`${extra.length} tasks of no instant: ${some(extra)}`);
  const without = [...known].filter((id) => table.get(id)?.state !== 'SUCCESS');
  if (without.length > 0)
    problems.push(`${without.length} instants without a finished task: ${some(without)}`);
  return problems.map((problem) => `schedule ${schedule}: ${problem}`);
}
