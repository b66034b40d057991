import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimInstance } from './instance-claim.ts';
import { writeRecord } from './private-node.ts';
import { identify, isAlive } from './process/process-identity.ts';
import { killProcess } from './process/stop-process.ts';

describe('the claim to a folder of private instances', () => {
  let home: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'celerity-home-'));
  });

  afterEach(() => rmSync(home, { recursive: true }));

  it('gives two that run at the same time different folders, and a released one again', () => {
    const first = claimInstance('start', home);
    const second = claimInstance('start', home);
    expect([first.dir, second.dir]).toEqual([join(home, 'start'), join(home, 'start-2')]);
    first.release();
    expect(claimInstance('start', home).dir).toBe(first.dir);
  });

  it('takes over the folder of an owner that was killed', async () => {
    const owner = spawn('sleep', ['60']);
    await once(owner, 'spawn');
    const identity = identify(owner.pid ?? 0);
    if (!identity) throw new Error('the owner does not run');
    mkdirSync(join(home, 'test'));
    writeRecord(join(home, 'test'), 'owner.json', identity);
    expect(claimInstance('test', home).dir).toBe(join(home, 'test-2'));
    await killProcess(identity);
    expect(isAlive(identity)).toBe(false);
    expect(claimInstance('test', home).dir).toBe(join(home, 'test'));
  });

  it('does not take another process with the number of the owner for the owner', () => {
    mkdirSync(join(home, 'test'));
    writeRecord(join(home, 'test'), 'owner.json', { pid: process.pid, startedAt: 'another time' });
    expect(claimInstance('test', home).dir).toBe(join(home, 'test'));
  });
});
