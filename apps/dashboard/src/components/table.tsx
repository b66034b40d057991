import type { ReactNode } from 'react';

/** A column of a table. */
export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ReactNode;
  readonly numeric?: boolean;
  /** Left out where there is little room. */
  readonly wide?: boolean;
}

/** A plain table for at most some hundred rows. */
export function Table<Row>({
  label,
  columns,
  rows,
  keyOf,
  none,
}: {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Said in place of no rows. */
  readonly none: string;
}) {
  if (rows.length === 0) return <p className="muted empty">{none}</p>;
  const classOf = ({ numeric, wide }: Column<Row>) =>
    [numeric && 'numeric', wide && 'wide'].filter(Boolean).join(' ') || undefined;
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={label}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" className={classOf(column)}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column) => (
                <td key={column.name} className={classOf(column)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
