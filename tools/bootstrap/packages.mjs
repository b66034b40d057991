import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { holdLock } from './lock.mjs';
import { runNpmCi } from './npm-ci.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const modules = join(root, 'node_modules');
const lockfile = join(root, 'package-lock.json');
const mark = join(modules, '.celerity-lock');

/** Where npm puts the commands of our packages. */
export const localBin = join(modules, '.bin');

/** Installs the packages unless those of the present package-lock.json are there. */
export async function ensurePackages() {
  if (isCurrent()) return;
  const release = await holdLock(join(root, '.celerity', 'installing'));
  try {
    // Somebody else may have installed them while we waited.
    if (isCurrent()) return;
    if (!agreesWithLockfile()) await runNpmCi(root);
    writeFileSync(mark, hashOfLockfile());
  } finally {
    release();
  }
}

function isCurrent() {
  return (
    existsSync(join(localBin, 'node')) && existsSync(mark) && readFileSync(mark, 'utf8') === hashOfLockfile()
  );
}

function hashOfLockfile() {
  return createHash('sha256').update(readFileSync(lockfile)).digest('hex');
}

/** After a developer's own "npm install" all is there already: npm's record of it says which versions. */
function agreesWithLockfile() {
  const record = join(modules, '.package-lock.json');
  if (!existsSync(join(localBin, 'node')) || !existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(lockfile, 'utf8')).packages;
  return Object.entries(wanted)
    .filter(([path, entry]) => path.startsWith('node_modules/') && !entry.optional && !entry.devOptional)
    .every(([path, entry]) => installed[path]?.version === entry.version);
}
