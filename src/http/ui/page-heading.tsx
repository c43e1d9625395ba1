import type { ComponentChildren, JSX } from 'preact';

export const Caption = ({ children }: { readonly children: ComponentChildren }): JSX.Element => (
  <span class="govuk-caption-l">{children}</span>
);

interface HeadingProps {
  /** Where one is: the establishment, the task, the step. */
  readonly caption?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** The heading of a page: each has exactly one, this or a legend `asHeading`. The layout puts none. */
export const PageHeading = ({ caption, children }: HeadingProps): JSX.Element => (
  <>
    {caption === undefined ? null : <Caption>{caption}</Caption>}
    <h1 class="govuk-heading-l">{children}</h1>
  </>
);
