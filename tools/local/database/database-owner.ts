import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { shortHash } from '../places.ts';
import { SetupError } from '../setup-error.ts';

/** An OS user for the server; PostgreSQL refuses to run as root. */
export interface OsUser {
  name: string;
  uid: number;
  gid: number;
}

const CANDIDATES = ['postgres', 'nobody'];

/** Who the server has to run as: undefined means ourselves, since we are not root. */
export function databaseOwner(): OsUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const user = CANDIDATES.map(lookUp).find((found) => found !== undefined);
  if (!user) {
    throw new SetupError(
      'PostgreSQL does not run as root, and there is no OS user "postgres"',
      'Create it (useradd --system postgres), run as an ordinary user, or set DATABASE_URL.',
    );
  }
  return user;
}

/**
 * A folder for the data that its owner can reach: below `dir` where every folder above lets him through,
 * else in a place of the system named after `dir`.
 */
export function placeForData(dir: string, owner: OsUser | undefined): string {
  if (!owner) return makeDir(join(dir, 'data'));
  mkdirSync(dir, { recursive: true, mode: 0o755 });
  if (canEnter(dir, owner)) return makeDir(join(dir, 'data'), owner);
  const name = `celerity-${shortHash(dir)}`;
  for (const base of ['/var/lib', tmpdir()]) {
    if (canEnter(base, owner)) return makeDir(join(base, name), owner);
  }
  throw new SetupError(
    `the OS user "${owner.name}" can enter neither ${dirname(dir)} nor ${tmpdir()}`,
    'Let others pass through the folders above the checkout (chmod o+x), or set DATABASE_URL.',
  );
}

function makeDir(path: string, owner?: OsUser): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (owner) chownSync(path, owner.uid, owner.gid);
  return path;
}

function canEnter(dir: string, { uid, gid }: OsUser): boolean {
  // The working folder is set before the user is changed; "ls -d" makes the walk as that user.
  return spawnSync('ls', ['-d', join(dir, '.')], { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0;
}

function lookUp(name: string): OsUser | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { name, uid: Number(uid), gid: Number(gid) } : undefined;
}
