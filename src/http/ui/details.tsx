import type { ComponentChildren, JSX } from 'preact';

interface DetailsProps {
  readonly summary: ComponentChildren;
  readonly children: ComponentChildren;
  readonly open?: boolean;
}

/** What some need and others do not, behind its own words. */
export const Details = ({ summary, children, open = false }: DetailsProps): JSX.Element => (
  <details class="govuk-details" {...(open ? { open } : {})}>
    <summary class="govuk-details__summary">
      <span class="govuk-details__summary-text">{summary}</span>
    </summary>
    <div class="govuk-details__text">{children}</div>
  </details>
);
