import type { ComponentChildren, JSX } from 'preact';

export interface Column {
  readonly label: string;
  readonly numeric?: boolean;
  /** The label is only heard and read on cards: for a column of boxes or links. */
  readonly labelHidden?: boolean;
}

interface TableProps {
  readonly caption: ComponentChildren;
  readonly captionHidden?: boolean;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly ComponentChildren[])[];
  /** Said instead of an empty table: what it means and what comes next. */
  readonly empty: ComponentChildren;
}

/** From so many columns on, rows become cards on a tablet already. */
const MANY_COLUMNS = 5;

/** A table whose rows become cards where it has no room; roles are said because such a display would lose them. */
export const Table = ({ caption, captionHidden = false, columns, rows, empty }: TableProps): JSX.Element =>
  rows.length === 0 ? (
    <div class="govuk-inset-text">{typeof empty === 'string' ? <p>{empty}</p> : empty}</div>
  ) : (
    <div class="tj-table">
      <div class={columns.length >= MANY_COLUMNS ? 'tj-table__wide' : 'tj-table__narrow'}>
        <table class="govuk-table" role="table">
          <caption class={captionHidden ? 'govuk-visually-hidden' : 'govuk-table__caption'}>{caption}</caption>
          <thead class="govuk-table__head" role="rowgroup">
            <tr class="govuk-table__row" role="row">
              {columns.map(({ label, numeric, labelHidden }) => (
                <th key={label} scope="col" class={classOf('govuk-table__header', numeric)} role="columnheader">
                  {labelHidden === true ? <span class="govuk-visually-hidden">{label}</span> : label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody class="govuk-table__body" role="rowgroup">
            {rows.map((cells, row) => (
              <tr key={row} class="govuk-table__row" role="row">
                {cells.map((cell, place) => (
                  <Cell key={place} column={columns[place]}>
                    {cell}
                  </Cell>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );

/** Its content in one element, because a card lays out the label and the content side by side. */
const Cell = ({ column, children }: { readonly column: Column | undefined; readonly children: ComponentChildren }) => (
  <td class={classOf('govuk-table__cell', column?.numeric)} role="cell" data-label={column?.label}>
    {typeof children === 'string' || typeof children === 'number' ? children : <div>{children}</div>}
  </td>
);

const classOf = (name: string, numeric: boolean | undefined): string =>
  numeric === true ? `${name} ${name}--numeric` : name;
