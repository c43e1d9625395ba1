import type { ComponentChildren, JSX } from 'preact';

/** Says at the end of a journey that it is done. */
export const Panel = ({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ComponentChildren;
}): JSX.Element => (
  <div class="govuk-panel govuk-panel--confirmation">
    <h1 class="govuk-panel__title">{title}</h1>
    {children === undefined ? null : <div class="govuk-panel__body">{children}</div>}
  </div>
);
