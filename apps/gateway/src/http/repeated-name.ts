const QUOTE = 34;
const COMMA = 44;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/**
 * A name that stands twice in one object; null when there is none. Parsers differ in which of the two they keep, so
 * what one program checks another may not see. The text must be valid JSON.
 */
export function repeatedName(json: string): string | null {
  /** Names seen in the objects around the place; null for a list. */
  const around: (Set<string> | null)[] = [];
  let isName = false;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfText(json, at);
      const names = isName ? around.at(-1) : null;
      if (names) {
        const name = textOf(json.slice(at, end + 1));
        if (names.has(name)) return name;
        names.add(name);
      }
      isName = false;
      at = end;
    } else if (code === OPEN_OBJECT) {
      around.push(new Set());
      isName = true;
    } else if (code === OPEN_LIST) around.push(null);
    else if (code === CLOSE_OBJECT || code === CLOSE_LIST) around.pop();
    else if (code === COMMA) isName = around.at(-1) !== null;
  }
  return null;
}

function endOfText(json: string, begin: number): number {
  let at = begin + 1;
  while (json.charCodeAt(at) !== QUOTE) at += json.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}

/** `"\u0061"` is the same name as `"a"`. */
function textOf(quoted: string): string {
  return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
}
