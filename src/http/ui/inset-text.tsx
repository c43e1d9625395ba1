import type { ComponentChildren, JSX } from 'preact';

/** Set apart from the text around it. */
export const InsetText = ({ children }: { readonly children: ComponentChildren }): JSX.Element => (
  <div class="govuk-inset-text">{children}</div>
);
