import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import type { LogLine } from '@celerity/contracts';
import { JournalWriter } from '@celerity/messaging';
import { WorkerIdentity } from '../presence/worker-identity.js';

const GATHER_MS = 500;
/** An event leaves earlier when it has this many characters, so that it stays far below a batch's size. */
const EVENT_CHARACTERS = 128 * 1024;

/** Gathers the lines of all attempts, and writes them to the journal in few events. */
@Injectable()
export class LogBook implements BeforeApplicationShutdown {
  private lines: LogLine[] = [];
  private characters = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly identity: WorkerIdentity,
    private readonly journal: JournalWriter,
  ) {}

  add(line: LogLine): void {
    this.lines.push(line);
    this.characters += line.text.length + (line.facts ? JSON.stringify(line.facts).length : 0) + 100;
    if (this.characters >= EVENT_CHARACTERS) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), GATHER_MS);
  }

  /** The attempts have been drained before. */
  beforeApplicationShutdown(): void {
    this.flush();
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.lines.length === 0) return;
    const lines = this.lines;
    this.lines = [];
    this.characters = 0;
    this.journal.append({
      type: 'logged',
      worker: this.identity.name,
      at: new Date().toISOString(),
      lines,
    });
  }
}
