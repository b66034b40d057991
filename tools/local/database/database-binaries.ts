import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findExecutable, pathDirs } from '../executables.ts';

/** Where this machine keeps what a PostgreSQL server needs to run. */
export interface DatabaseBinaries {
  postgres: string;
  initdb: string;
}

const DEBIAN_VERSIONS = '/usr/lib/postgresql';

/** PostgreSQL on this machine, undefined when it is not installed. */
export function findDatabaseBinaries(): DatabaseBinaries | undefined {
  const dirs = [...pathDirs(), ...debianDirs()];
  const postgres = findExecutable('postgres', dirs);
  const initdb = findExecutable('initdb', dirs);
  return postgres && initdb ? { postgres, initdb } : undefined;
}

/** Debian keeps the server programs of every version in a folder of its own, not on the path; newest first. */
function debianDirs(): string[] {
  try {
    return readdirSync(DEBIAN_VERSIONS)
      .sort((a, b) => Number(b) - Number(a))
      .map((version) => join(DEBIAN_VERSIONS, version, 'bin'));
  } catch {
    return [];
  }
}
