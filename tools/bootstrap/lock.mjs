import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Waits until no living process holds the lock folder, then holds it; returns the function that lets go. */
export async function holdLock(dir) {
  mkdirSync(join(dir, '..'), { recursive: true });
  for (let told = false; !tryLock(dir); told = true) {
    if (!told) console.log('Packages: waiting for another process that is installing them …');
    await delay(500);
  }
  return () => rmSync(dir, { recursive: true, force: true });
}

function tryLock(dir) {
  try {
    mkdirSync(dir);
    writeFileSync(join(dir, 'pid'), String(process.pid));
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!holderLives(dir)) rmSync(dir, { recursive: true, force: true });
    return false;
  }
}

function holderLives(dir) {
  try {
    process.kill(Number(readFileSync(join(dir, 'pid'), 'utf8')), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
