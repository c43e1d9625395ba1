import type { JSX } from 'preact';

interface PaginationProps {
  /** Addresses of the pages beside this one; none where there is none. */
  readonly previous?: string | null | undefined;
  readonly next?: string | null | undefined;
  /** Of what these are the pages, for those who hear the page. */
  readonly label?: string;
}

export const Pagination = ({ previous, next, label = 'Pages de la liste' }: PaginationProps): JSX.Element | null =>
  isLink(previous) || isLink(next) ? (
    <nav class="govuk-pagination govuk-pagination--block" aria-label={label}>
      {isLink(previous) ? (
        <div class="govuk-pagination__prev">
          <a class="govuk-link govuk-pagination__link" href={previous} rel="prev">
            <Arrow
              side="prev"
              path="m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984l4.2931-4.293-1.414-1.414z"
            />
            <span class="govuk-pagination__link-title govuk-pagination__link-title--decorated">Page précédente</span>
          </a>
        </div>
      ) : null}
      {isLink(next) ? (
        <div class="govuk-pagination__next">
          <a class="govuk-link govuk-pagination__link" href={next} rel="next">
            <Arrow
              side="next"
              path="m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z"
            />
            <span class="govuk-pagination__link-title govuk-pagination__link-title--decorated">Page suivante</span>
          </a>
        </div>
      ) : null}
    </nav>
  ) : null;

const isLink = (address: string | null | undefined): address is string => address !== null && address !== undefined;

const Arrow = ({ side, path }: { readonly side: 'prev' | 'next'; readonly path: string }): JSX.Element => (
  <svg
    class={`govuk-pagination__icon govuk-pagination__icon--${side}`}
    xmlns="http://www.w3.org/2000/svg"
    height="13"
    width="15"
    aria-hidden="true"
    focusable="false"
    viewBox="0 0 15 13"
  >
    <path d={path} />
  </svg>
);
