import type { Progress } from '@celerity/contracts';

/** At most five progress events a second for each task. */
const INTERVAL_MS = 200;
/** Longest description that is kept, in characters. */
const DESCRIPTION = 1_024;

/** Turns any number of progress calls into few events: the first at once, then the latest of each interval. */
export class ProgressReporter {
  private latest: Progress | null = null;
  private timer: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(private readonly emit: (progress: Progress) => void) {}

  report(current: number, total: number, description = ''): void {
    // Code that ignored its signal may still report when its attempt is over.
    if (this.stopped) return;
    this.latest = { current, total, percent: percentOf(current, total), description: lineOf(description) };
    if (this.timer) return;
    this.flush();
    this.timer = setTimeout(() => {
      this.timer = null;
      if (this.latest) this.report(this.latest.current, this.latest.total, this.latest.description);
    }, INTERVAL_MS);
  }

  /** The attempt has ended: what was not yet sent is of no interest any more. */
  stop(): void {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.latest = null;
  }

  private flush(): void {
    if (this.latest) this.emit(this.latest);
    this.latest = null;
  }
}

/** Handlers of plain JavaScript may give anything; from a timer an error would end the process. */
function lineOf(description: unknown): string {
  const text = typeof description === 'string' ? description : '[no text]';
  return text.length > DESCRIPTION ? `${text.slice(0, DESCRIPTION)}… [cut: ${text.length} characters]` : text;
}

function percentOf(current: number, total: number): number {
  if (!(total > 0)) return 0;
  return Math.round(Math.min(100, Math.max(0, (current / total) * 100)) * 10) / 10;
}
