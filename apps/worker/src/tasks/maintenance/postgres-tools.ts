import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { PostgresToolsMissing } from './backup-errors.js';

/** `pg_dump` and `pg_restore` of one installation. */
export interface PostgresTools {
  readonly dump: string;
  readonly restore: string;
}

const run = promisify(execFile);
const DEBIAN_FOLDERS = '/usr/lib/postgresql';

/**
 * The newest tools there are. An older `pg_dump` refuses a newer server.
 * @throws PostgresToolsMissing
 */
export async function findPostgresTools(
  serverMajor: number,
  searchPath: string,
  debianFolders = DEBIAN_FOLDERS,
): Promise<PostgresTools> {
  const folders = [...searchPath.split(delimiter).filter(Boolean), ...(await binariesIn(debianFolders))];
  const found: { major: number; tools: PostgresTools }[] = [];
  for (const folder of new Set(folders)) {
    const tools = { dump: join(folder, 'pg_dump'), restore: join(folder, 'pg_restore') };
    const majors = await Promise.all([majorOf(tools.dump), majorOf(tools.restore)]);
    if (majors[0] !== null && majors[0] === majors[1]) found.push({ major: majors[0], tools });
  }
  const [newest] = found.filter(({ major }) => major >= serverMajor).sort((a, b) => b.major - a.major);
  if (!newest) {
    throw new PostgresToolsMissing(
      serverMajor,
      found.map(({ major }) => major),
    );
  }
  return newest.tools;
}

async function binariesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).map((version) => join(folder, version, 'bin'));
  } catch {
    return [];
  }
}

async function majorOf(program: string): Promise<number | null> {
  try {
    const { stdout } = await run(program, ['--version'], { timeout: 10_000 });
    const match = /\(PostgreSQL\) (\d+)/.exec(stdout);
    return match ? Number(match[1]) : null;
  } catch {
    return null;
  }
}
