import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { until } from '@celerity/messaging/testing';

/** A program of Debian's that watches us; its output is kept for when it does not start. */
export class WatchProcess {
  private output = '';

  private constructor(
    private readonly name: string,
    private readonly child: ChildProcess,
  ) {
    const keep = (chunk: Buffer): void => void (this.output = (this.output + chunk.toString()).slice(-5_000));
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
  }

  /** Resolves when the address answers. */
  static async start(
    name: string,
    args: readonly string[],
    answersAt: string,
    env: Record<string, string> = {},
  ): Promise<WatchProcess> {
    const child = spawn(name, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const started = new WatchProcess(name, child);
    const answers = () =>
      fetch(answersAt).then(
        ({ ok }) => ok,
        () => false,
      );
    await until(`${name} answers`, () => started.assertRuns() && answers(), 30_000);
    return started;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
  }

  private assertRuns(): true {
    if (this.child.exitCode === null && this.child.signalCode === null) return true;
    throw new Error(`${this.name} has ended:\n${this.output}`);
  }
}
