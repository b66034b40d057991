import { setTimeout as pause } from 'node:timers/promises';
import { ApiProblem, Unreachable } from '@celerity/client';
import type { Command } from 'commander';
import type { App } from '../app.js';
import { EXIT } from '../exit-code.js';
import { describeFailure } from '../failures/describe-failure.js';
import { numberOf } from '../parsing/numbers.js';
import { clockTime } from '../printing/moments.js';
import { inOneLine } from '../printing/plain-text.js';
import { AppendedView } from './appended-view.js';
import { JsonLinesView } from './json-lines-view.js';
import { RedrawnView } from './redrawn-view.js';
import type { Shown, View } from './shown.js';

const DEFAULT_S = 2;
const SHORTEST_S = 0.2;
const LONGEST_S = 3_600;

/** What commander makes of `--watch`: seconds, or true for the usual ones. */
export interface WatchOption {
  readonly watch?: number | true;
}

/** Adds `--watch` to a command that shows an answer. */
export function addWatchOption(command: Command, { text }: App): Command {
  return command.option(
    '--watch [seconds]',
    text.live.watchOption(DEFAULT_S),
    numberOf(text, '--watch', SHORTEST_S, LONGEST_S),
  );
}

/** Shows an answer once, or with `--watch` again and again until Ctrl-C. */
export async function showAnswer(app: App, { watch }: WatchOption, ask: () => Promise<Shown>): Promise<void> {
  const first = await ask();
  if (watch !== undefined) return showAgain(app, watch === true ? DEFAULT_S : watch, first, ask);
  app.print(first.answer, first.lines);
  if (!app.options.json && first.note) app.note(app.style('stderr').minor(first.note));
}

async function showAgain(app: App, everyS: number, first: Shown, ask: () => Promise<Shown>): Promise<void> {
  const { signal } = app.surroundings;
  const view = viewOf(app, everyS);
  view.show(first);
  for (;;) {
    await pause(everyS * 1_000, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) await showNext(app, view, ask);
    if (signal.aborted) break;
  }
  // Ctrl-C is how this is meant to end: nothing needs to be said.
  app.exitCode = EXIT.interrupted;
}

/** A gateway that is away for a moment does not end the watching. */
async function showNext(app: App, view: View, ask: () => Promise<Shown>): Promise<void> {
  try {
    view.show(await ask());
  } catch (error) {
    if (app.surroundings.signal.aborted) return;
    const mayPass = error instanceof Unreachable || (error instanceof ApiProblem && error.isTemporary);
    if (!mayPass) throw error;
    const { headline } = describeFailure(error, app.text, false);
    view.trouble(`${clockTime(new Date())}  ${app.style().failure(inOneLine(headline))}`);
  }
}

function viewOf(app: App, everyS: number): View {
  const { text, surroundings } = app;
  const write = (line: string): void => void surroundings.stdout.write(`${line}\n`);
  const note = (line: string): void => app.note(line);
  if (app.options.json) return new JsonLinesView(write, note);
  if (!surroundings.stdout.isTTY) return new AppendedView(write, note);
  return new RedrawnView(surroundings.stdout, {
    head: () => app.style().minor(`${clockTime(new Date())}  ${text.live.every(everyS)}`),
    more: (lines) => app.style().minor(text.live.moreLines(lines)),
  });
}
