import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '../..');

/** Runs the generator as a user does, without writing. */
async function generate(...args: string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(
    'npx',
    ['nx', 'g', './tools:task', ...args, '--dry-run'],
    {
      cwd: ROOT,
      env: { ...process.env, NX_DAEMON: 'false', NO_COLOR: '1' },
    },
  );
  return stdout + stderr;
}

describe('the task generator', () => {
  it('writes contract, handler and test, and registers them', async () => {
    const output = await generate('send_invoice', '--family=finance', '--effect=keyed');
    for (const line of [
      'CREATE libs/contracts/src/tasks/finance/send-invoice.ts',
      'CREATE apps/worker/src/tasks/finance/send-invoice.handler.ts',
      'CREATE apps/worker/src/tasks/finance/send-invoice.handler.spec.ts',
      'UPDATE libs/contracts/src/tasks/finance/index.ts',
      'UPDATE apps/worker/src/tasks/finance/index.ts',
    ]) {
      expect(output).toContain(line);
    }
  });

  it('refuses a name that is taken, a family that is not there, and a name that is none', async () => {
    await expect(generate('test_task')).rejects.toThrow(/there is a task "test_task" in default already/);
    await expect(generate('thing', '--family=shopping')).rejects.toThrow(/family/);
    await expect(generate('Thing!')).rejects.toThrow(/name/);
  });
});
