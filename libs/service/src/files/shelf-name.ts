/** One path component: no separators, and no name that begins with a dot. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9+._-]{0,150}$/;

export function isShelfName(name: string): boolean {
  return NAME.test(name);
}

/** @throws Error for anything but a plain name */
export function shelfName(name: string): string {
  if (!isShelfName(name)) throw new Error(`"${name}" is not the name of a file on the shelf`);
  return name;
}
