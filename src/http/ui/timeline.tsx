import type { ComponentChildren, JSX } from 'preact';

export interface TimelineItem {
  readonly title: ComponentChildren;
  /** Who did it. */
  readonly by?: string;
  /** As a machine reads it: a date or an instant. */
  readonly at: string;
  /** As people read it. */
  readonly when: string;
  readonly children?: ComponentChildren;
}

/** What happened, the latest first. */
export const Timeline = ({ items }: { readonly items: readonly TimelineItem[] }): JSX.Element => (
  <div class="moj-timeline">
    {items.map(({ title, by, at, when, children }) => (
      <div key={`${at} ${by ?? ''}`} class="moj-timeline__item">
        <div class="moj-timeline__header">
          <h2 class="moj-timeline__title">{title}</h2>
          {by === undefined ? null : <p class="moj-timeline__byline"> par {by}</p>}
        </div>
        <p class="moj-timeline__date">
          <time dateTime={at}>{when}</time>
        </p>
        {children === undefined ? null : <div class="moj-timeline__description">{children}</div>}
      </div>
    ))}
  </div>
);
