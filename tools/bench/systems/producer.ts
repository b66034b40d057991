import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { lastLines } from '@celerity/tools/local/process/spawn-daemon.ts';
import { SetupError } from '@celerity/tools/local/setup-error.ts';
import type { Command } from './system.ts';

/** Longest that any one request may take. */
const PATIENCE_MS = 15 * 60_000;

/** The process that submits: asked one thing at a time, a line of JSON each way. */
export class Producer {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #logFile: string;

  private constructor(child: ChildProcess, logFile: string) {
    this.#child = child;
    this.#logFile = logFile;
    if (!child.stdout) throw new Error('the producer has no output');
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    // It may end between two requests; the next one says so.
    child.stdin?.on('error', () => undefined);
  }

  static async start(
    { command, args }: Command,
    env: NodeJS.ProcessEnv,
    cwd: string,
    logFile: string,
  ): Promise<Producer> {
    const log = openSync(logFile, 'a');
    const producer = new Producer(spawn(command, args, { env, cwd, stdio: ['pipe', 'pipe', log] }), logFile);
    closeSync(log);
    await producer.#answer();
    return producer;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async ask<Answer extends object = object>(
    op: string,
    args: Readonly<Record<string, number>> = {},
  ): Promise<Answer> {
    this.#child.stdin?.write(`${JSON.stringify({ op, ...args })}\n`);
    return (await this.#answer()) as Answer;
  }

  stop(): void {
    this.#child.kill('SIGKILL');
  }

  async #answer(): Promise<object> {
    const late = setTimeout(() => this.stop(), PATIENCE_MS);
    const line = await this.#lines.next().finally(() => clearTimeout(late));
    if (line.done === true)
      throw new SetupError(
        `a producer ended:\n${lastLines(this.#logFile, 12)}`,
        'See above; npm run build may help.',
      );
    const answer = JSON.parse(line.value) as object;
    if ('error' in answer) throw new Error(`a producer failed: ${String(answer.error)}`);
    return answer;
  }
}
