import type { JSX } from 'preact';
import { useContext } from 'preact/hooks';
import type { Role } from '#application/access/viewer';
import { Request } from '../page/request-context';
import { PATHS } from '../paths';

interface Place {
  readonly href: string;
  readonly text: string;
  readonly roles: readonly Role[];
  /** Addresses that belong to this place; the place's own when left out. */
  readonly within?: readonly string[];
}

const EVERYONE: readonly Role[] = ['PAYROLL_ADMIN', 'ACCOUNTANT', 'SUPPORT', 'ADMINISTRATOR'];
const BEHIND: readonly Role[] = ['SUPPORT', 'ADMINISTRATOR'];

const PLACES: readonly Place[] = [
  { href: PATHS.tasks, text: 'Tâches du mois', roles: EVERYONE, within: [PATHS.tasks, '/realise'] },
  { href: PATHS.clients, text: 'Clients', roles: ['ACCOUNTANT'] },
  { href: PATHS.rates, text: 'Taux AT/MP', roles: EVERYONE },
  { href: PATHS.start, text: 'Importer', roles: ['PAYROLL_ADMIN', 'ACCOUNTANT', 'ADMINISTRATOR'] },
  { href: PATHS.journal, text: 'Journal', roles: BEHIND },
  { href: PATHS.requests, text: 'Demandes', roles: BEHIND },
  { href: PATHS.verdicts, text: 'Verdicts', roles: BEHIND, within: [PATHS.verdicts, PATHS.feeds] },
  { href: PATHS.state, text: 'État du service', roles: BEHIND },
  { href: PATHS.users, text: 'Utilisateurs', roles: ['ADMINISTRATOR'] },
  { href: PATHS.webhooks, text: 'Webhooks', roles: ['ADMINISTRATOR'] },
  { href: PATHS.apiKeys, text: 'Clés d’API', roles: ['ACCOUNTANT', 'ADMINISTRATOR'] },
];

const isWithin = (url: string, place: string): boolean => {
  const [path = ''] = url.split('?');
  return path === place || path.startsWith(`${place}/`);
};

/** The places of the product that a person of this role may go to. */
export function Navigation(): JSX.Element | null {
  const { viewer, url } = useContext(Request);
  if (viewer === null) return null;
  const places = PLACES.filter(({ roles }) => roles.includes(viewer.role));
  return (
    <div class="govuk-service-navigation" data-module="govuk-service-navigation">
      <div class="govuk-width-container">
        <div class="govuk-service-navigation__container">
          <nav aria-label="Menu" class="govuk-service-navigation__wrapper">
            <button
              type="button"
              class="govuk-service-navigation__toggle govuk-js-service-navigation-toggle"
              aria-controls="navigation"
              hidden
              aria-hidden="true"
            >
              Menu
            </button>
            <ul class="govuk-service-navigation__list" id="navigation">
              {places.map(({ href, text, within = [href] }) => (
                <Item key={href} href={href} text={text} current={within.some((place) => isWithin(url, place))} />
              ))}
            </ul>
          </nav>
        </div>
      </div>
    </div>
  );
}

interface ItemProps {
  readonly href: string;
  readonly text: string;
  readonly current: boolean;
}

const Item = ({ href, text, current }: ItemProps): JSX.Element =>
  current ? (
    <li class="govuk-service-navigation__item govuk-service-navigation__item--active">
      <a class="govuk-service-navigation__link" href={href} aria-current="true">
        <strong class="govuk-service-navigation__active-fallback">{text}</strong>
      </a>
    </li>
  ) : (
    <li class="govuk-service-navigation__item">
      <a class="govuk-service-navigation__link" href={href}>
        {text}
      </a>
    </li>
  );
