import type { ComponentChildren, JSX } from 'preact';

interface FiguresProps {
  readonly items: readonly { readonly label: string; readonly value: ComponentChildren; readonly href?: string }[];
  /** What is counted, for those who hear the page. */
  readonly label?: string;
}

/** Counts side by side, each perhaps leading to what it counts. */
export const Figures = ({ items, label = 'En chiffres' }: FiguresProps): JSX.Element => (
  <section aria-label={label}>
    <dl class="tj-tiles">
      {items.map((item) => (
        <div key={item.label} class="tj-tile">
          <dt>{item.href === undefined ? item.label : <a href={item.href}>{item.label}</a>}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  </section>
);
