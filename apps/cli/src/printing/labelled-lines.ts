import { columnsOf, visible } from './plain-text.js';

/** A label and what stands beside it; null is left out. */
export type Labelled = readonly [label: string, value: string | null | undefined];

const GAP = 2;

/** Lines of labels and values, the values one below the other. */
export function labelledLines(pairs: readonly Labelled[], styleLabel: (text: string) => string): string[] {
  const given = pairs.filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  const width = Math.max(0, ...given.map(([label]) => columnsOf(label))) + GAP;
  const indent = ' '.repeat(width);
  return given.map(([label, value]) => {
    const text = visible(value).split('\n').join(`\n${indent}`);
    return styleLabel(label) + ' '.repeat(width - columnsOf(label)) + text;
  });
}
