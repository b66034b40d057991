import type { Log } from '../local/log.ts';
import { readRecord, stillRunning } from '../local/private-node.ts';
import { isAlive, type ProcessIdentity } from '../local/process/process-identity.ts';
import { stopProcess } from '../local/process/stop-process.ts';

/** Which service processes a start began, for the next one to find if this one is killed. */
export interface FleetRecord {
  owner: ProcessIdentity | undefined;
  services: ProcessIdentity[];
}

export const FLEET_RECORD = 'services.json';

/** Ends the services of a start that was killed and could not end them itself. */
export async function stopLeftovers(home: string, log: Log): Promise<void> {
  const record = readRecord<FleetRecord>(home, FLEET_RECORD);
  if (!record || (record.owner && isAlive(record.owner))) return;
  const leftovers = stillRunning(record.services);
  if (leftovers.length === 0) return;
  log(`Services: ending ${leftovers.length} left over from a start that was killed`);
  await Promise.all(leftovers.map((identity) => stopProcess(identity, { graceMs: 10_000 })));
}
