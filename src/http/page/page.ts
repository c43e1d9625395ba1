import type { ComponentChildren } from 'preact';

/** What is wrong with one field of a form, as shown at the field and in the summary on top. */
export interface FieldError {
  /** Id of the field, where the summary's link leads. */
  readonly field: string;
  readonly message: string;
}

/** What is wrong with that field, if anything. */
export const errorAt = (errors: readonly FieldError[], field: string): string | undefined =>
  errors.find((error) => error.field === field)?.message;

/** What a handler answers: a page to be put in the layout, or the address where to go on. */
export interface Page {
  readonly kind: 'page';
  readonly title: string;
  readonly body: ComponentChildren;
  /** Where the back link leads; none where there is no way back. */
  readonly back?: string;
  readonly errors?: readonly FieldError[];
  readonly status?: number;
  /** Seconds after which a browser without scripts asks again: for work that goes on. */
  readonly refreshAfter?: number;
}

export interface Redirect {
  readonly kind: 'redirect';
  readonly to: string;
  /** Said once, on top of the page that follows. */
  readonly notice?: string;
}

export type Answer = Page | Redirect;

/** Status of a form given back with what is wrong with it. */
export const UNPROCESSABLE = 422;

export const page = (shown: Omit<Page, 'kind'>): Page => ({ kind: 'page', ...shown });

/** After a form: always with 303, so that going back or reloading never sends it twice. */
export const redirect = (to: string, notice?: string): Redirect => ({
  kind: 'redirect',
  to,
  ...(notice === undefined ? {} : { notice }),
});
