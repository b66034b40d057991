import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { until } from '@celerity/messaging/testing';

/** As npm links it. */
const CELERITY = join(__dirname, '../../node_modules/.bin/celerity');

/** How a command line ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface Conditions {
  readonly input?: string;
  readonly env?: Record<string, string>;
}

/** The command line in a folder of its own, in which nobody but `login` has left anything. */
export class CommandLine {
  private constructor(
    readonly home: string,
    private readonly url: string,
  ) {}

  /** Logged in. */
  static async create(url: string, username: string, password: string): Promise<CommandLine> {
    const line = new CommandLine(await mkdtemp(join(tmpdir(), 'celerity-cli-')), url);
    const { code, err } = await line.run(['login', '--username', username], { input: `${password}\n` });
    if (code !== 0) throw new Error(err);
    return line;
  }

  async run(args: readonly string[], { input = '', env = {} }: Conditions = {}): Promise<Ended> {
    const child = spawn(CELERITY, args, { cwd: this.home, env: this.env(env) });
    child.stdin.end(input);
    const code = new Promise<number | null>((resolve) => child.once('close', resolve));
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await code, out, err };
  }

  /** Runs one that does not end by itself: presses Ctrl-C when it has said enough. */
  async runUntil(
    args: readonly string[],
    enough: (said: { out: string; err: string }) => boolean,
  ): Promise<Ended> {
    const child = spawn(CELERITY, args, { cwd: this.home, env: this.env({}) });
    const said = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
    const code = new Promise<number | null>((resolve) => child.once('close', resolve));
    await until(`celerity ${args.join(' ')} says enough`, () => Promise.resolve(enough(said)));
    child.kill('SIGINT');
    return { code: await code, ...said };
  }

  remove(): Promise<void> {
    return rm(this.home, { recursive: true, force: true });
  }

  private env(more: Record<string, string>): Record<string, string | undefined> {
    return { PATH: process.env['PATH'], HOME: this.home, CELERITY_URL: this.url, ...more };
  }
}
