import type { JSX } from 'preact';
import type { ClientLine, Clients, ClientsOrder } from '#application/month/read-clients';
import { NO_FILTER, type MonthState } from '#domain/tasks/month';
import { addMonths, ofPeriod } from '#domain/values/local-date';
import { linkTo, PATHS } from '../paths';
import { PageHeading } from '../ui/page-heading';
import { Pagination } from '../ui/pagination';
import { Search } from '../ui/search';
import { Table } from '../ui/table';
import { Tag } from '../ui/tag';
import { frenchNumber, monthWords } from '../views/words';
import { STATE_WORDS } from './month-heading';
import { monthLink } from './month-query';

export const CLIENTS_TITLE = 'Clients';

const ORDERS: Readonly<Record<ClientsOrder, { readonly slug: string | null; readonly words: string }>> = {
  URGENCY: { slug: null, words: 'Les plus pressants' },
  NAME: { slug: 'nom', words: 'Par nom' },
};

const linkOf = ({ month, search, order }: Clients, page = 1): string =>
  linkTo('clients', {}, { mois: month, recherche: search, tri: ORDERS[order].slug, page: page === 1 ? null : page });

/** One row per company, each figure leading to its tasks. */
export const ClientsPage = (clients: Clients): JSX.Element => (
  <>
    <PageHeading caption={`Paie ${ofPeriod(clients.month)}`}>{CLIENTS_TITLE}</PageHeading>
    <Months clients={clients} />
    <Search
      name="recherche"
      label="Rechercher un client"
      hint="Nom, ou premiers chiffres d’un SIREN"
      action={PATHS.clients}
      value={clients.search ?? ''}
      keep={{ mois: clients.month, tri: ORDERS[clients.order].slug }}
    />
    <Orders clients={clients} />
    <Matrix clients={clients} />
    <Pagination
      previous={clients.page > 1 ? linkOf(clients, clients.page - 1) : null}
      next={clients.hasNextPage ? linkOf(clients, clients.page + 1) : null}
      label="Pages des clients"
    />
  </>
);

const Months = ({ clients }: { readonly clients: Clients }): JSX.Element => {
  const [before, after] = [addMonths(clients.month, -1), addMonths(clients.month, 1)];
  return (
    <nav class="tj-month__switch" aria-label="Autres mois">
      <a class="govuk-link" rel="prev" href={linkOf({ ...clients, month: before })}>
        {`← ${monthWords(before)}`}
      </a>
      <a class="govuk-link" rel="next" href={linkOf({ ...clients, month: after })}>
        {`${monthWords(after)} →`}
      </a>
    </nav>
  );
};

const Orders = ({ clients }: { readonly clients: Clients }): JSX.Element => (
  <nav aria-label="Ordre des clients">
    <ul class="tj-choices">
      {(Object.keys(ORDERS) as ClientsOrder[]).map((order) => (
        <li key={order}>
          <a
            class="govuk-link"
            href={linkOf({ ...clients, order })}
            {...(order === clients.order ? { 'aria-current': 'true' as const } : {})}
          >
            {ORDERS[order].words}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);

const STATES = Object.keys(STATE_WORDS) as MonthState[];

const Matrix = ({ clients }: { readonly clients: Clients }): JSX.Element => (
  <Table
    caption={`Tâches de chaque client pour la paie ${ofPeriod(clients.month)}`}
    captionHidden
    columns={[
      { label: 'Client' },
      ...STATES.map((state) => ({ label: STATE_WORDS[state], numeric: true })),
      { label: 'Plus ancienne à faire' },
    ]}
    empty={
      clients.search === null
        ? 'Aucun client n’est encore confié à votre compte : demandez-le à votre administrateur.'
        : 'Aucun client ne correspond à cette recherche : essayez une partie du nom, ou le SIREN.'
    }
    rows={clients.lines.map((line) => [
      <Company line={line} month={clients.month} />,
      ...STATES.map((state) => <Count line={line} state={state} month={clients.month} />),
      <Oldest line={line} month={clients.month} />,
    ])}
  />
);

interface CellProps {
  readonly line: ClientLine;
  readonly month: Clients['month'];
}

const tasksOf = ({ line, month }: CellProps, state: MonthState | null): string =>
  monthLink({ month, state, filter: { ...NO_FILTER, company: line.siren } });

const Company = ({ line, month }: CellProps): JSX.Element => (
  <>
    <a class="govuk-link" href={tasksOf({ line, month }, null)}>
      <strong>{line.company ?? `SIREN ${line.siren}`}</strong>
    </a>
    <span class="tj-fine tj-below">
      {line.siren} ·{' '}
      {line.establishments === 1 ? '1 établissement' : `${frenchNumber(line.establishments)} établissements`}
    </span>
  </>
);

const Count = ({ line, month, state }: CellProps & { readonly state: MonthState }): JSX.Element =>
  line.counts[state] === 0 ? (
    <span class="tj-fine">0</span>
  ) : (
    <a class="govuk-link" href={tasksOf({ line, month }, state)}>
      {frenchNumber(line.counts[state])}
      <span class="govuk-visually-hidden">{` : ${line.company ?? line.siren}, ${STATE_WORDS[state]}`}</span>
    </a>
  );

const Oldest = ({ line: { oldest }, month }: CellProps): JSX.Element => {
  if (oldest === null) return <span class="tj-fine">Rien à faire</span>;
  return oldest < month ? <Tag tone="red">{monthWords(oldest)}</Tag> : <>{monthWords(oldest)}</>;
};
