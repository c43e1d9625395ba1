import type { ComponentChildren, JSX } from 'preact';

interface SubNavigationProps {
  readonly label: string;
  readonly items: readonly { readonly href: string; readonly text: ComponentChildren; readonly current: boolean }[];
}

/** The faces of one page: states of a list, months, lists that belong together. */
export const SubNavigation = ({ label, items }: SubNavigationProps): JSX.Element => (
  <nav class="moj-sub-navigation" aria-label={label}>
    <ul class="moj-sub-navigation__list">
      {items.map(({ href, text, current }) => (
        <li key={href} class="moj-sub-navigation__item">
          <a class="moj-sub-navigation__link" href={href} {...(current ? { 'aria-current': 'page' as const } : {})}>
            {text}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);
