import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { celerityHome } from './places.ts';
import { readRecord } from './private-node.ts';
import { identify, isAlive, type ProcessIdentity } from './process/process-identity.ts';

export type Purpose = 'start' | 'test';

/** A folder for private instances that is ours until released; what a crashed owner left is taken over. */
export interface InstanceClaim {
  dir: string;
  release(): void;
}

const OWNER = 'owner.json';

/** Claims the first folder of this purpose that no living process holds. */
export function claimInstance(purpose: Purpose, home = celerityHome): InstanceClaim {
  for (let n = 1; ; n++) {
    const dir = join(home, n === 1 ? purpose : `${purpose}-${n}`);
    mkdirSync(dir, { recursive: true });
    if (claim(dir)) return { dir, release: () => rmSync(join(dir, OWNER), { force: true }) };
  }
}

function claim(dir: string): boolean {
  const owner = readRecord<ProcessIdentity>(dir, OWNER);
  if (owner && isAlive(owner)) return false;
  if (owner) rmSync(join(dir, OWNER), { force: true });
  try {
    // "wx" fails if another process was quicker.
    writeFileSync(join(dir, OWNER), JSON.stringify(identify(process.pid)), { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}
