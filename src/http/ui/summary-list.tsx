import type { ComponentChildren, JSX } from 'preact';

export interface SummaryRow {
  readonly key: string;
  readonly value: ComponentChildren;
  /** Where it can be changed; `what` completes the link for those who hear it alone. */
  readonly change?: { readonly href: string; readonly what: string };
}

export function SummaryList({ rows }: { readonly rows: readonly SummaryRow[] }): JSX.Element {
  const changeable = rows.some(({ change }) => change !== undefined);
  return (
    <dl class="govuk-summary-list">
      {rows.map((row) => (
        <Row key={row.key} row={row} beside={changeable} />
      ))}
    </dl>
  );
}

/** Preact keeps the property `key` for itself: the row is handed on whole. */
const Row = ({ row, beside }: { readonly row: SummaryRow; readonly beside: boolean }): JSX.Element => (
  <div
    class={`govuk-summary-list__row${beside && row.change === undefined ? ' govuk-summary-list__row--no-actions' : ''}`}
  >
    <dt class="govuk-summary-list__key">{row.key}</dt>
    <dd class="govuk-summary-list__value">{row.value}</dd>
    {row.change === undefined ? null : (
      <dd class="govuk-summary-list__actions">
        <a class="govuk-link" href={row.change.href}>
          Modifier<span class="govuk-visually-hidden"> {row.change.what}</span>
        </a>
      </dd>
    )}
  </div>
);
