import type { JSX } from 'preact';
import type { ListedRates, ListedRatesPage } from '#application/rates/list-establishment-rates';
import { SOURCE_WORDS } from '#domain/rates/sheet';
import { frenchDate } from '#domain/values/local-date';
import { linkTo, PATHS } from '../paths';
import { PageHeading } from '../ui/page-heading';
import { Pagination } from '../ui/pagination';
import { Search } from '../ui/search';
import { Table } from '../ui/table';
import { Place } from '../views/place';
import { Profiles } from '../views/profiles';

interface RatesProps {
  readonly page: ListedRatesPage;
  readonly search: string | null;
  /** Requests to support that the viewer may follow. */
  readonly requests: boolean;
}

export const RatesPage = ({ page: { rows, next, today }, search, requests }: RatesProps): JSX.Element => (
  <>
    <PageHeading caption="Paramètres de paie › Cotisations, Taxes et DSN">Taux AT/MP</PageHeading>
    <Search name="recherche" label="Entreprise, SIREN ou SIRET" value={search ?? ''} action={PATHS.rates} />
    <Table
      caption={`Taux en vigueur au ${frenchDate(today)}`}
      columns={COLUMNS}
      empty={
        search === null
          ? 'Aucun établissement. Ils paraissent ici dès qu’une première DSN est reçue.'
          : `Aucun établissement ne répond à « ${search} » : essayez le début du nom ou du SIRET.`
      }
      rows={rows.map(cellsOf)}
    />
    <Pagination
      next={next === null ? null : linkTo('rates', {}, { recherche: search, apres: next })}
      label="Pages des établissements"
    />
    <p>
      <a class="govuk-link" href={PATHS.guide}>
        Comprendre le taux AT/MP et le code risque
      </a>
      {requests ? (
        <>
          {' · '}
          <a class="govuk-link" href={PATHS.requests}>
            Vos demandes au support
          </a>
        </>
      ) : null}
    </p>
  </>
);

const COLUMNS = ['Établissement', 'Caisse', 'Taux en vigueur', 'Depuis', 'Prochain changement'].map((label) => ({
  label,
}));

function cellsOf({ establishment, caisse, sheet, next }: ListedRates): JSX.Element[] {
  const { siret, name, town } = establishment;
  return [
    <a class="govuk-link govuk-link--no-underline" href={linkTo('establishmentRates', { siret })}>
      <Place siret={siret} company={name ?? `SIREN ${establishment.siren}`} town={town} />
    </a>,
    <>{caisse ?? 'inconnue'}</>,
    sheet === null ? <>aucun taux connu</> : <Profiles profiles={sheet.profiles} />,
    sheet === null ? (
      <>—</>
    ) : (
      <>
        {frenchDate(sheet.effectiveFrom)}
        <span class="tj-fine tj-below">{SOURCE_WORDS[sheet.source]}</span>
      </>
    ),
    next === null ? (
      <>aucun connu</>
    ) : (
      <>
        {frenchDate(next.effectiveFrom)} <Profiles profiles={next.profiles} />
      </>
    ),
  ];
}
