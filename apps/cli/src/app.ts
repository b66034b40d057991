import type { CelerityClient } from '@celerity/client';
import { credentialsPath, readCredentials } from './access/credentials-file.js';
import { chosenUrl, openClient } from './access/open-client.js';
import { EXIT, type ExitCode } from './exit-code.js';
import type { Messages } from './messages/language.js';
import { wantsColour } from './printing/colour.js';
import { Style } from './printing/style.js';
import type { Surroundings } from './surroundings.js';

/** Options that every command takes. */
export interface GlobalOptions {
  readonly json?: boolean;
  readonly url?: string;
  readonly color: boolean;
}

/** What commands share: how to talk to the gateway and how to say something. */
export class App {
  /** What the process will end with. */
  exitCode: ExitCode = EXIT.done;

  constructor(
    readonly surroundings: Surroundings,
    readonly text: Messages,
    private readonly readOptions: () => GlobalOptions,
  ) {}

  get options(): GlobalOptions {
    return this.readOptions();
  }

  /** A client with the credentials that are at hand. */
  client(): Promise<CelerityClient> {
    return openClient(this.surroundings, this.options.url);
  }

  /** The gateway that is meant. */
  async url(): Promise<string> {
    const credentials = await readCredentials(credentialsPath(this.surroundings));
    return chosenUrl(this.surroundings, credentials, this.options.url);
  }

  /** For what goes to the standard output, or to the error output. */
  style(output: 'stdout' | 'stderr' = 'stdout'): Style {
    const { env } = this.surroundings;
    return new Style(this.options.color && wantsColour(env, this.surroundings[output]));
  }

  /** Columns that a line may take: all there are on a terminal, any number elsewhere. */
  get width(): number {
    const { stdout, env } = this.surroundings;
    if (stdout.isTTY) return stdout.columns ?? 80;
    return Number(env['COLUMNS']) || Number.POSITIVE_INFINITY;
  }

  /** Prints the answer as it came with `--json`, else the lines made for people. */
  print(answer: unknown, lines: () => readonly string[]): void {
    const output = this.options.json ? [JSON.stringify(answer, null, 2)] : lines();
    this.surroundings.stdout.write(output.map((line) => `${line}\n`).join(''));
  }

  /** Says something beside the answer. */
  note(...lines: readonly string[]): void {
    this.surroundings.stderr.write(lines.map((line) => `${line}\n`).join(''));
  }
}
