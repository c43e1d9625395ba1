import type { JSX } from 'preact';
import type { FieldError } from '../page/page';

/** Everything that is wrong with a form, on top of the page, each leading to its field; focused by script. */
export const ErrorSummary = ({ errors }: { readonly errors: readonly FieldError[] }): JSX.Element => (
  <div class="govuk-error-summary" data-module="govuk-error-summary">
    <div role="alert">
      <h2 class="govuk-error-summary__title">
        {errors.length === 1 ? 'Un point est à revoir' : `${String(errors.length)} points sont à revoir`}
      </h2>
      <div class="govuk-error-summary__body">
        <ul class="govuk-list govuk-error-summary__list">
          {errors.map(({ field, message }) => (
            <li key={`${field} ${message}`}>
              <a href={`#${field}`}>{message}</a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  </div>
);
