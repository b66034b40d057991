import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A service as a process of its own, which can be killed and paused. */
export class AppProcess {
  private constructor(private readonly child: ChildProcess) {}

  /** @param folder of the app, with `src/main.ts` in it */
  static start(folder: string, environment: NodeJS.ProcessEnv): AppProcess {
    const loader = ['--import', '@swc-node/register/esm-register', '--conditions=@celerity/source'];
    const env = { ...process.env, ...environment };
    return new AppProcess(
      spawn(process.execPath, [...loader, 'src/main.ts'], { cwd: folder, env, stdio: 'ignore' }),
    );
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Resolves when it has ended, by whatever cause. */
  async ended(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
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
