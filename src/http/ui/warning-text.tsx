import type { ComponentChildren, JSX } from 'preact';

/** What costs something if it is overlooked. */
export const WarningText = ({ children }: { readonly children: ComponentChildren }): JSX.Element => (
  <div class="govuk-warning-text">
    <span class="govuk-warning-text__icon" aria-hidden="true">
      !
    </span>
    <strong class="govuk-warning-text__text">
      <span class="govuk-visually-hidden">Attention</span> {children}
    </strong>
  </div>
);
