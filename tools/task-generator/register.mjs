/**
 * Adds an entry to the exported array `list` of a family's index, with the lines that bring it in.
 * The index is plain enough for text: imports, re-exports, one array.
 */
export function registerIn(tree, path, { list, entry, importLine, exportLine }) {
  const before = tree.read(path, 'utf8') ?? `export const ${list} = [];\n`;
  const array = new RegExp(`(export const ${list}[^=]*= \\[)([^\\]]*)\\]`);
  const found = array.exec(before);
  if (!found) throw new Error(`${path} has no list "${list}": add the task by hand`);
  const entries = found[2]
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  const after = before.replace(array, `$1${[...entries, entry].join(', ')}]`);
  tree.write(path, insertExport(`${importLine}\n${after}`, exportLine));
}

function insertExport(text, exportLine) {
  if (!exportLine) return text;
  const lines = text.split('\n');
  const last = lines.findLastIndex((line) => line.startsWith('export * from') || line.startsWith('import '));
  lines.splice(last + 1, 0, exportLine);
  return lines.join('\n');
}
