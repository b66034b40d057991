import { columnsOf } from '../printing/plain-text.js';
import type { Output } from '../surroundings.js';
import type { Shown, View } from './shown.js';

const WIPE_BELOW = '\r\u001b[J';
const USUAL = { columns: 80, rows: 24 };

/** What the view says of itself. */
export interface Wording {
  readonly head: () => string;
  readonly more: (lines: number) => string;
}

/** Draws an answer over the one before, on a terminal. */
export class RedrawnView implements View {
  private drawn: readonly string[] = [];
  private last: Shown | null = null;

  constructor(
    private readonly output: Output,
    private readonly wording: Wording,
  ) {}

  show(shown: Shown): void {
    this.last = shown;
    this.draw(this.wording.head());
  }

  trouble(why: string): void {
    this.draw(why);
  }

  private draw(head: string): void {
    const { rows = USUAL.rows } = this.output;
    const body = [...(this.last?.lines() ?? []), ...(this.last?.note ? [this.last.note] : [])];
    // The last row is the cursor's.
    const room = Math.max(rows - 2, 3);
    const kept = body.length > room ? body.slice(0, room - 1) : body;
    const cut = body.length - kept.length;
    const lines = [head, ...kept, ...(cut > 0 ? [this.wording.more(cut)] : [])];
    this.output.write(this.upToStart() + WIPE_BELOW + lines.map((line) => `${line}\n`).join(''));
    this.drawn = lines;
  }

  /** A line that is wider than the terminal takes several rows. */
  private upToStart(): string {
    const { columns = USUAL.columns } = this.output;
    const rows = this.drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(columnsOf(line) / columns)), 0);
    return rows > 0 ? `\u001b[${rows}A` : '';
  }
}
