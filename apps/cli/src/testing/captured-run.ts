import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { run } from '../run.js';

/** How a captured command line is run. */
export interface Conditions {
  readonly env?: Readonly<Record<string, string>>;
  /** What is piped in, or typed where `isTerminal`. */
  readonly input?: string;
  readonly isTerminal?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  /** Told of all that is said, as it is said. */
  readonly onOutput?: (said: { readonly out: string; readonly err: string }) => void;
  readonly signal?: AbortSignal;
}

/** What a command line said, and how it ended. */
export interface Captured {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A home of the test's own, in which command lines are run. */
export class CapturedRuns {
  private constructor(readonly home: string) {}

  static async create(): Promise<CapturedRuns> {
    return new CapturedRuns(await mkdtemp(join(tmpdir(), 'celerity-cli-spec-')));
  }

  async run(args: readonly string[], conditions: Conditions = {}): Promise<Captured> {
    const { env = {}, input = '', isTerminal = false, columns = 80, rows = 24, onOutput } = conditions;
    const said = { out: '', err: '' };
    const output = (name: 'out' | 'err') =>
      Object.assign(new PassThrough(), { isTTY: isTerminal, columns, rows }).on('data', (chunk: Buffer) => {
        said[name] += chunk.toString();
        onOutput?.(said);
      });
    const stdin = Object.assign(new PassThrough(), { isTTY: isTerminal });
    stdin.end(input);
    const [stdout, stderr] = [output('out'), output('err')];
    const code = await run(args, {
      env,
      cwd: this.home,
      home: this.home,
      version: '1.2.3',
      stdin,
      stdout,
      stderr,
      signal: conditions.signal ?? new AbortController().signal,
    });
    // What has been written is read in the next turn.
    await new Promise(setImmediate);
    return { code, ...said };
  }

  remove(): Promise<void> {
    return rm(this.home, { recursive: true, force: true });
  }
}
