import { waitUntil } from '@celerity/tools/local/wait-until.ts';
import { APPS, type System } from '../system/system.ts';

/** How many connections and channels the services hold, and how many processes hold them. */
export interface Holdings {
  readonly processes: string;
  readonly connections: number;
  readonly channels: number;
}

/** Gateway and worker connect to the monitor's queue when they first ask it something: with two channels each. */
const LATE_CONNECTIONS = 1;
/** Long polls and barriers open a channel for a while. */
const PASSING_CHANNELS = 3;
/** A connection whose other end is gone is noticed by missed heartbeats. */
const NOTICED_MS = 50_000;

export async function holdings(system: System): Promise<Holdings> {
  const open = await system.ground.broker.connections();
  return {
    processes: APPS.map(
      (app) => system.services.filter(({ running, spec }) => running && spec.label.startsWith(app)).length,
    ).join(' '),
    connections: open.length,
    channels: open.reduce((sum, { channels }) => sum + channels, 0),
  };
}

/** What is held now beyond what the same processes held at first. */
export async function leaks(system: System, before: Holdings): Promise<string[]> {
  let now = await holdings(system);
  if (now.processes !== before.processes) return [];
  const late = LATE_CONNECTIONS * system.services.filter(({ running }) => running).length;
  const grown = () =>
    now.connections > before.connections + late ||
    now.channels > before.channels + 2 * late + PASSING_CHANNELS;
  await waitUntil(
    async () => {
      if (!grown()) return true;
      now = await holdings(system);
      return undefined;
    },
    { timeoutMs: NOTICED_MS, intervalMs: 500 },
  );
  const problems = grown()
    ? [
        `leaked: ${now.connections} connections with ${now.channels} channels, at first ${before.connections} with ${before.channels}`,
      ]
    : [];
  const [open] = await system.rows<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity where datname = current_database()
       and state like 'idle in transaction%' and state_change < now() - interval '3 seconds'`,
  );
  return open && open.n > 0 ? [...problems, `${open.n} transactions left open`] : problems;
}
