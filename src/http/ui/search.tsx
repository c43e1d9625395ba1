import type { JSX } from 'preact';

interface SearchProps {
  readonly name: string;
  readonly label: string;
  readonly value?: string | undefined;
  readonly hint?: string;
  /** Where the words are sent; the page's own address when left out. */
  readonly action?: string;
  /** What else of the address stays with the search: filters, the month. */
  readonly keep?: Readonly<Record<string, string | null | undefined>>;
}

/** A search in a list: its words stand in the address, so that the result can be shared. */
export const Search = ({ name, label, value, hint, action, keep = {} }: SearchProps): JSX.Element => (
  <search class="moj-search">
    <form method="get" {...(action === undefined ? {} : { action })}>
      {Object.entries(keep).map(([kept, words]) =>
        words === null || words === undefined || words === '' ? null : (
          <input key={kept} type="hidden" name={kept} value={words} />
        ),
      )}
      <div class="govuk-form-group">
        <label class="govuk-label moj-search__label" for={name}>
          {label}
        </label>
        {hint === undefined ? null : (
          <div id={`${name}-hint`} class="govuk-hint moj-search__hint">
            {hint}
          </div>
        )}
        <div class="govuk-input__wrapper moj-search__input-wrapper">
          <input
            class="govuk-input moj-search__input"
            id={name}
            name={name}
            type="search"
            {...(value === undefined ? {} : { value })}
            {...(hint === undefined ? {} : { 'aria-describedby': `${name}-hint` })}
          />
          <button type="submit" class="govuk-button moj-search__button" data-module="govuk-button">
            Rechercher
          </button>
        </div>
      </div>
    </form>
  </search>
);
