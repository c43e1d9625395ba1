import type { ComponentChildren, JSX } from 'preact';

interface TableProps {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly ComponentChildren[])[];
  /** Said instead of an empty table. */
  readonly empty: string;
}

/** A table that becomes a list of cards on a narrow screen; roles are said because such a display would lose them. */
export const Table = ({ caption, columns, rows, empty }: TableProps): JSX.Element =>
  rows.length === 0 ? (
    <p class="empty">{empty}</p>
  ) : (
    <table role="table">
      <caption>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column} role="columnheader" scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((cells, row) => (
          <tr key={row} role="row">
            {cells.map((cell, column) => (
              <td key={column} role="cell" data-label={columns[column]}>
                <div>{cell}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );

/** The way to the rows that the page does not show. */
export const Next = ({ href, children }: { readonly href: string | null; readonly children: string }) =>
  href === null ? null : (
    <p class="next">
      <a href={href}>{children}</a>
    </p>
  );
