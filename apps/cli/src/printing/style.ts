import { styleText } from 'node:util';
import type { Level } from '../doctor/finding.js';
import type { TaskState } from '@celerity/contracts';

type Format = Parameters<typeof styleText>[0];

const STATE_FORMATS: Readonly<Record<TaskState, Format>> = {
  PENDING: 'yellow',
  STARTED: 'cyan',
  PROGRESS: 'cyan',
  RETRY: 'yellow',
  SUCCESS: 'green',
  FAILURE: 'red',
  REVOKED: 'magenta',
  EXPIRED: 'magenta',
};

const LEVEL_FORMATS: Readonly<Record<Level, Format>> = {
  ok: 'green',
  skipped: 'dim',
  warning: 'yellow',
  failure: 'red',
};

/** Colours, or nothing at all where they are not wanted. */
export class Style {
  constructor(readonly isOn: boolean) {}

  state(state: TaskState, text: string = state): string {
    return this.as(STATE_FORMATS[state], text);
  }

  level(level: Level, text: string): string {
    return this.as(LEVEL_FORMATS[level], text);
  }

  title(text: string): string {
    return this.as('bold', text);
  }

  minor(text: string): string {
    return this.as('dim', text);
  }

  failure(text: string): string {
    return this.as('red', text);
  }

  private as(format: Format, text: string): string {
    // Whether the stream takes colour has been decided already.
    return this.isOn ? styleText(format, text, { validateStream: false }) : text;
  }
}
