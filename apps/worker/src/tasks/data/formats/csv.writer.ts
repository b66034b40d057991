import { stringify } from 'csv-stringify/sync';
import { endOf, type RowWriterFactory, writeTo } from './row-writer.js';

/** Excel takes a file without it for the machine's old code page. */
const BYTE_ORDER_MARK = '\uFEFF';

/** CSV that Excel opens as it is: UTF-8 with a mark, CRLF, and no cell that it would take for a formula. */
export const csvWriter: RowWriterFactory = (out, columns) => {
  const names = columns.map(({ name }) => name);
  const format = (rows: readonly (readonly (string | null)[])[]) =>
    stringify([...rows], { record_delimiter: 'windows', escape_formulas: true });
  let heading: string | null = BYTE_ORDER_MARK + format([names]);
  const takeHeading = () => {
    const text = heading ?? '';
    heading = null;
    return text;
  };
  return {
    write: (rows) =>
      writeTo(out, takeHeading() + format(rows.map((row) => names.map((name) => row[name] ?? null)))),
    end: async () => {
      await writeTo(out, takeHeading());
      await endOf(out);
    },
  };
};
