import type { Shown, View } from './shown.js';

/** Writes each answer that differs from the one before as one line of JSON. */
export class JsonLinesView implements View {
  private before = '';

  constructor(
    private readonly write: (line: string) => void,
    private readonly note: (line: string) => void,
  ) {}

  show({ answer }: Shown): void {
    const now = JSON.stringify(answer);
    if (now !== this.before) this.write(now);
    this.before = now;
  }

  trouble(why: string): void {
    this.note(JSON.stringify({ warning: why }));
  }
}
