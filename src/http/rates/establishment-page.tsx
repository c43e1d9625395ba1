import type { JSX } from 'preact';
import type { EstablishmentRates } from '#application/rates/read-establishment-rates';
import { keyText } from '#domain/rates/profile';
import { titleOf } from '#domain/tasks/task';
import { frenchDate, frenchPeriod } from '#domain/values/local-date';
import { frenchAmount } from '#domain/values/money';
import { linkTo } from '../paths';
import { Button, ButtonGroup } from '../ui/button';
import { Details } from '../ui/details';
import { InsetText } from '../ui/inset-text';
import { NotificationBanner } from '../ui/notification-banner';
import { PageHeading } from '../ui/page-heading';
import { SummaryList, type SummaryRow } from '../ui/summary-list';
import { Table } from '../ui/table';
import { establishmentName, EstablishmentCaption } from '../views/establishment';
import { Profiles, profileName, rateWords } from '../views/profiles';
import { counted, frenchNumber } from '../views/words';
import { HistoryTable, originWords } from './history-table';
import { StepChart } from './step-chart';

export const EstablishmentPage = ({ rates }: { readonly rates: EstablishmentRates }): JSX.Element => {
  const { establishment, series, national, today } = rates;
  const { siret } = establishment;
  return (
    <>
      <PageHeading caption={<EstablishmentCaption place={establishment} />}>Taux AT/MP</PageHeading>
      <OpenTasks rates={rates} />
      <SummaryList rows={summaryOf(rates)} />
      <ButtonGroup>
        <Button href={linkTo('correctRate', { siret })} variant="secondary">
          Corriger le taux
        </Button>
        <a class="govuk-link" href={linkTo('guide', {}, { siret })}>
          Fiche « Taux AT/MP et code risque »
        </a>
      </ButtonGroup>
      <Staff rates={rates} />
      <Estimate rates={rates} />
      <h2 class="govuk-heading-m">Historique</h2>
      <StepChart
        series={series}
        national={national}
        today={today}
        title={`Taux AT/MP : ${establishmentName(establishment)}`}
      />
      <HistoryTable rates={rates} />
      {rates.alsaceMoselle === true ? (
        <p class="tj-fine">
          En Alsace-Moselle, les taux collectifs sont propres à la région et ne sont pas connus ici : aucun taux
          national n’est montré à côté.
        </p>
      ) : (
        <NationalRates rates={rates} />
      )}
    </>
  );
};

const OpenTasks = ({ rates: { tasks } }: { readonly rates: EstablishmentRates }): JSX.Element | null =>
  tasks.length === 0 ? null : (
    <NotificationBanner title="À faire">
      <ul class="tj-plain-list">
        {tasks.map(({ id, kind }) => (
          <li key={id}>
            <a class="govuk-notification-banner__link" href={linkTo('task', { id })}>
              {titleOf(kind)}
            </a>
          </li>
        ))}
      </ul>
    </NotificationBanner>
  );

function summaryOf(rates: EstablishmentRates): SummaryRow[] {
  const { current, next, labels, unchangedSince, caisse } = rates;
  return [
    {
      key: 'Taux en vigueur',
      value: current === null ? 'Aucun taux connu' : <Profiles profiles={current.sheet.profiles} labels={labels} />,
    },
    ...(current === null
      ? []
      : [
          { key: 'Depuis le', value: sinceWords(current.from, unchangedSince) },
          { key: 'D’où vient ce taux', value: originWords(current) },
        ]),
    {
      key: 'Prochain changement',
      value:
        next === null ? (
          'Aucun autre taux n’est connu à ce jour'
        ) : (
          <>
            Le {frenchDate(next.from)}
            <Profiles profiles={next.sheet.profiles} labels={labels} />
          </>
        ),
    },
    { key: 'Caisse', value: caisse ?? 'Inconnue : le code postal manque' },
  ];
}

const sinceWords = (from: Parameters<typeof frenchDate>[0], since: typeof from | null): string =>
  since === null || since === from ? frenchDate(from) : `${frenchDate(since)}, confirmé au ${frenchDate(from)}`;

const Staff = ({
  rates: { current, staff, establishment },
}: {
  readonly rates: EstablishmentRates;
}): JSX.Element | null =>
  current === null ? null : (
    <>
      <Table
        caption="Qui est à quel taux"
        columns={[{ label: 'Profil' }, { label: 'Taux' }, { label: 'Salariés', numeric: true }]}
        empty="Aucun profil de taux."
        rows={[
          ...current.sheet.profiles.map((profile) => {
            const count = staff.byProfile.get(keyText(profile))?.length ?? 0;
            const href = linkTo('establishmentStaff', { siret: establishment.siret }, { profil: keyText(profile) });
            return [
              profileName(profile),
              rateWords(profile),
              <StaffLink count={count} href={href} of={profileName(profile)} />,
            ];
          }),
          ...(staff.awaiting.length === 0
            ? []
            : [['999ZZ', 'en attente de notification', frenchNumber(staff.awaiting.length)]]),
        ]}
      />
      {staff.blocked.length === 0 ? null : (
        <InsetText>
          <p>
            <strong>{counted(staff.blocked.length, 'contrat')} sans taux.</strong> {staff.blocked[0]?.because}
          </p>
          <a class="govuk-link" href={linkTo('establishmentStaff', { siret: establishment.siret }, { profil: 'sans' })}>
            Voir les contrats sans taux
          </a>
        </InsetText>
      )}
    </>
  );

const StaffLink = ({
  count,
  href,
  of,
}: {
  readonly count: number;
  readonly href: string;
  readonly of: string;
}): JSX.Element =>
  count === 0 ? (
    <>0</>
  ) : (
    <a class="govuk-link" href={href}>
      {frenchNumber(count)}
      <span class="govuk-visually-hidden"> salariés au profil {of}</span>
    </a>
  );

const Estimate = ({ rates: { estimate } }: { readonly rates: EstablishmentRates }): JSX.Element | null =>
  estimate.months.length === 0 ? null : (
    <Details summary={`Mois déjà déclarés à un autre taux : écart estimé ${frenchAmount(estimate.total)}`}>
      <p>
        Rien n’est redéclaré : l’Urssaf débite ou crédite l’écart. Cette estimation compare ce qui a été déclaré au taux
        juste, mois par mois.
      </p>
      <Table
        caption="Régularisation estimée"
        captionHidden
        columns={[{ label: 'Mois' }, ...['Déclaré', 'Juste', 'Écart'].map((label) => ({ label, numeric: true }))]}
        empty=""
        rows={estimate.months.map(({ period, declared, right, difference }) => [
          frenchPeriod(period),
          frenchAmount(declared),
          frenchAmount(right),
          frenchAmount(difference),
        ])}
      />
    </Details>
  );

const NationalRates = ({ rates: { national } }: { readonly rates: EstablishmentRates }): JSX.Element | null =>
  national.length === 0 ? null : (
    <Details summary="Taux nationaux de ces codes, année par année">
      <Table
        caption="Taux collectifs publiés au Journal officiel"
        captionHidden
        columns={[{ label: 'Code' }, { label: 'À partir du' }, { label: 'Taux', numeric: true }]}
        empty=""
        rows={national.flatMap(({ key, steps }) =>
          [...steps]
            .reverse()
            .map(({ from, rate }) => [profileName(key), frenchDate(from), rateWords({ ...key, rate })]),
        )}
      />
    </Details>
  );
