const TIME = /^T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const DAY_LENGTH = 10;
/** The last day that was found to be one: of the instants of a journal nearly all are of the same. */
let lastDay = '';

/** The instant in the one form that is stored, ISO 8601 UTC with milliseconds; undefined when the text is none. */
export function instantOf(text: string): string | undefined {
  const usual = text.length === 24 && TIME.test(text.slice(DAY_LENGTH));
  if (usual && text.startsWith(lastDay) && lastDay !== '') return text;
  const time = Date.parse(text);
  if (Number.isNaN(time)) return undefined;
  const iso = new Date(time).toISOString();
  // Years beyond 9999 are written with a sign, which neither compares as text nor fits the database.
  if (iso.length !== 24) return undefined;
  if (usual && iso === text) lastDay = text.slice(0, DAY_LENGTH);
  return iso;
}
