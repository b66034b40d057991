import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const APP = join(__dirname, '../..');

/** A beat as a process of its own, which can be killed and paused. */
export class BeatProcess {
  private constructor(private readonly child: ChildProcess) {}

  static start(environment: NodeJS.ProcessEnv): BeatProcess {
    const loader = ['--import', '@swc-node/register/esm-register', '--conditions=@celerity/source'];
    const env = { ...process.env, ...environment };
    return new BeatProcess(
      spawn(process.execPath, [...loader, 'src/main.ts'], { cwd: APP, env, stdio: 'ignore' }),
    );
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  send(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Ends it the hard way, if it still runs. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exit;
  }

  async stop(): Promise<number | null> {
    const exit = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exit;
    return this.child.exitCode;
  }
}
