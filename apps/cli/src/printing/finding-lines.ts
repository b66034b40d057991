import type { Finding, Level } from '../doctor/finding.js';
import type { Messages } from '../messages/language.js';
import { columnsOf, inOneLine, wrapTo } from './plain-text.js';
import type { Style } from './style.js';

const SIGNS: Readonly<Record<Level, string>> = { ok: '✓', skipped: '–', warning: '!', failure: '✗' };

/** Findings with what to do, and a summary. */
export function findingLines(
  findings: readonly Finding[],
  text: Messages,
  width: number,
  style: Style,
): string[] {
  const column = Math.max(...findings.map(({ check }) => columnsOf(check))) + 2;
  const lines = findings.flatMap((finding) => linesOf(finding, column, width, style));
  const count = (level: Level): number => findings.filter((finding) => finding.level === level).length;
  return [...lines, '', text.doctor.summary(count('failure'), count('warning'), count('skipped'))];
}

function linesOf(
  { check, level, message, remedy }: Finding,
  column: number,
  width: number,
  style: Style,
): string[] {
  const indent = ' '.repeat(2 + column);
  const room = Math.max(width - indent.length, 20);
  const [first = '', ...rest] = wrapTo(inOneLine(message), room);
  const advice = remedy === null ? [] : wrapTo(inOneLine(`→ ${remedy}`), room);
  return [
    `${style.level(level, SIGNS[level])} ${check.padEnd(column)}${first}`,
    ...rest.map((line) => indent + line),
    ...advice.map((line) => indent + style.minor(line)),
  ];
}
