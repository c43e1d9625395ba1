import type { ComponentChildren, JSX } from 'preact';

interface TagProps {
  readonly children: ComponentChildren;
  readonly tone?: 'grey' | 'green' | 'yellow' | 'red' | 'blue' | 'purple';
}

/** A state in a word or two; the word says it, the tone only helps the eye. */
export const Tag = ({ children, tone }: TagProps): JSX.Element => (
  <strong class={tone === undefined || tone === 'blue' ? 'govuk-tag' : `govuk-tag govuk-tag--${tone}`}>
    {children}
  </strong>
);
