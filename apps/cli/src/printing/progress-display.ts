import type { TaskView } from '@celerity/contracts';
import type { Messages } from '../messages/language.js';
import type { Output } from '../surroundings.js';
import { columnsOf, cutTo, inOneLine } from './plain-text.js';
import type { Style } from './style.js';

const BAR = 24;
const START_OF_EMPTY_LINE = '\r\u001b[2K';
/** Elsewhere than on a terminal: a line each time the progress has grown by so much. */
const PERCENT_PER_LINE = 10;

/** Shows how far a task is: on a terminal in one line that changes, elsewhere in a few plain lines. */
export class ProgressDisplay {
  private shown = { status: '', attempt: 0, percent: 0 };

  constructor(
    private readonly output: Output,
    private readonly text: Messages,
    private readonly style: Style,
  ) {}

  update(task: TaskView): void {
    if (this.output.isTTY)
      this.output.write(START_OF_EMPTY_LINE + this.line(task, this.output.columns ?? 80));
    else if (this.isWorthALine(task)) this.output.write(`${this.line(task, Number.POSITIVE_INFINITY)}\n`);
  }

  /** What comes next starts on an empty line. */
  end(): void {
    if (this.output.isTTY) this.output.write(START_OF_EMPTY_LINE);
  }

  private isWorthALine({ status, attempt, progress }: TaskView): boolean {
    const percent = progress?.percent ?? 0;
    const { shown } = this;
    const isNew = status !== shown.status || attempt !== shown.attempt;
    if (!isNew && percent < shown.percent + PERCENT_PER_LINE) return false;
    this.shown = { status, attempt, percent };
    return true;
  }

  private line(task: TaskView, width: number): string {
    const { status, progress } = task;
    const percent = progress ? `${String(Math.floor(progress.percent)).padStart(3)} %` : '';
    const bar = progress && this.output.isTTY ? barOf(progress.percent) : '';
    const parts = [percent, this.describe(task)].filter((part) => part !== '');
    // The last column stays free: a full line would wrap, and could not be wiped.
    const room = width - 1 - columnsOf(status) - (bar ? BAR + 2 : 0) - 2;
    return [this.style.state(status), ...(bar ? [bar] : []), cutTo(parts.join('  '), Math.max(room, 1))]
      .join('  ')
      .trimEnd();
  }

  private describe({ status, attempt, progress }: TaskView): string {
    if (status === 'PENDING') return this.text.waiting;
    if (status === 'RETRY') return this.text.retrying(attempt);
    return inOneLine(progress?.description ?? '');
  }
}

function barOf(percent: number): string {
  const full = Math.round((Math.min(Math.max(percent, 0), 100) / 100) * BAR);
  return '█'.repeat(full) + '░'.repeat(BAR - full);
}
