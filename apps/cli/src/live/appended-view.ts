import type { Shown, View } from './shown.js';

/** Writes what is new since the answer before, elsewhere than on a terminal. */
export class AppendedView implements View {
  private before: ReadonlySet<string> | null = null;
  private saidEmpty = false;
  private inTrouble = false;

  constructor(
    private readonly write: (line: string) => void,
    private readonly note: (line: string) => void,
  ) {}

  show({ rows, lines }: Shown): void {
    this.inTrouble = false;
    const now = rows.map((row) => JSON.stringify(row));
    const [title = '', ...body] = lines();
    if (rows.length === 0) {
      if (!this.saidEmpty) this.write(title);
      this.saidEmpty = true;
    } else {
      if (this.before === null || this.saidEmpty) this.write(title);
      this.saidEmpty = false;
      const linesPerRow = Math.max(1, Math.round(body.length / rows.length));
      body.forEach((line, index) => {
        if (!this.before?.has(now[Math.floor(index / linesPerRow)] ?? '')) this.write(line);
      });
    }
    this.before = new Set(now);
  }

  trouble(why: string): void {
    if (!this.inTrouble) this.note(why);
    this.inTrouble = true;
  }
}
