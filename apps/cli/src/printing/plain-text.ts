import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Text from elsewhere in one line. Control characters become visible: a task's arguments must not be able
 * to move the cursor or to retitle the window of whoever looks at them.
 */
export function inOneLine(text: string): string {
  return visible(text.replace(/\s+/g, ' ').trim());
}

/** Text from elsewhere with its line breaks; control characters become visible. */
export function visible(text: string): string {
  return text
    .replace(/\r\n/g, '\n')
    .replace(/\t/g, '  ')
    .replace(
      // Also what reverses the direction of writing.
      /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/gu,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}

/** Columns that a text takes on a terminal; Chinese characters take two. */
export function columnsOf(text: string): number {
  return stringWidth(text);
}

/** Cuts a text to that many columns, with a mark where something is missing. */
export function cutTo(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let kept = '';
  let taken = 1; // the mark
  for (const { segment } of graphemes.segment(text)) {
    taken += columnsOf(segment);
    if (taken > columns) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Breaks a text of one line into lines of at most so many columns: at spaces, and anywhere in Chinese. */
export function wrapTo(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.match(/ *(?:\p{Script=Han}|[^\s\p{Script=Han}]+)/gu) ?? []) {
    if (line !== '' && columnsOf(line + piece) > columns) {
      lines.push(line);
      line = piece.trimStart();
    } else line += piece;
  }
  return [...lines, line];
}
