import type { ComponentChildren, JSX } from 'preact';

interface BannerProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** What was asked is done: said at once by screen readers. */
  readonly success?: boolean;
  /** Distinguishes several banners of one page. */
  readonly id?: string;
}

export const NotificationBanner = ({ title, children, success = false, id = 'annonce' }: BannerProps): JSX.Element => (
  <div
    class={success ? 'govuk-notification-banner govuk-notification-banner--success' : 'govuk-notification-banner'}
    role={success ? 'alert' : 'region'}
    aria-labelledby={id}
    data-module="govuk-notification-banner"
  >
    <div class="govuk-notification-banner__header">
      <h2 class="govuk-notification-banner__title" id={id}>
        {title}
      </h2>
    </div>
    <div class="govuk-notification-banner__content">
      {typeof children === 'string' ? <p class="govuk-notification-banner__heading">{children}</p> : children}
    </div>
  </div>
);
