import type { ComponentChildren, JSX } from 'preact';

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly variant?: 'secondary' | 'warning';
  readonly name?: string;
  readonly value?: string;
  /** With an address the button is a link that looks like one. */
  readonly href?: string;
  /** Sends the form elsewhere than its own action. */
  readonly formAction?: string;
  /** Id of the form to send, when the button stands outside it. */
  readonly form?: string;
}

export function Button({ children, variant, href, formAction, ...rest }: ButtonProps): JSX.Element {
  const className = variant === undefined ? 'govuk-button' : `govuk-button govuk-button--${variant}`;
  return href === undefined ? (
    <button
      type="submit"
      class={className}
      data-module="govuk-button"
      data-prevent-double-click="true"
      {...rest}
      {...(formAction === undefined ? {} : { formaction: formAction })}
    >
      {children}
    </button>
  ) : (
    <a href={href} role="button" draggable={false} class={className} data-module="govuk-button">
      {children}
    </a>
  );
}

/** Buttons and links of one decision, side by side. */
export const ButtonGroup = ({ children }: { readonly children: ComponentChildren }): JSX.Element => (
  <div class="govuk-button-group">{children}</div>
);
