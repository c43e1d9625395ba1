import type { JSX } from 'preact';
import { momentWords } from '#application/ports/paris';
import type { ChangedDate, DoneForYou } from '#application/updates/read-update';
import { pairProfiles } from '#domain/rates/pairing';
import { frenchDate, frenchPeriod, type LocalDate } from '#domain/values/local-date';
import { frenchAmount, type Cents } from '#domain/values/money';
import { linkTo } from '../paths';
import { Button, ButtonGroup } from '../ui/button';
import { Details } from '../ui/details';
import { InsetText } from '../ui/inset-text';
import { NotificationBanner } from '../ui/notification-banner';
import { PageHeading } from '../ui/page-heading';
import { SummaryList, type SummaryRow } from '../ui/summary-list';
import { Table } from '../ui/table';
import { documentWords } from '../views/document';
import { employeeName, EstablishmentCaption } from '../views/establishment';
import { profileName, rateWords } from '../views/profiles';
import { counted } from '../views/words';
import { personWords } from '../views/person';
import { RequestsOfUpdate } from './requests-of-update';

interface DoneProps {
  readonly update: DoneForYou;
  /** Support and administrators may take it back. */
  readonly mayUndo: boolean;
}

export const DonePage = ({ update, mayUndo }: DoneProps): JSX.Element => {
  const { establishment, dates, id, undone, lasting } = update;
  const open = update.requests.find(({ status }) => status === 'OPEN');
  return (
    <>
      <PageHeading caption={<EstablishmentCaption place={establishment} />}>Tâche réalisée par Taux Juste</PageHeading>
      {undone === null ? null : (
        <NotificationBanner title="Mise à jour annulée">
          <p class="govuk-notification-banner__heading">
            Annulée le {momentWords(undone.at)} par {personWords(undone.actor)} : l’ancien taux vaut de nouveau
            {dates[0] === undefined ? '' : `, à partir du ${frenchDate(dates[0].effectiveFrom)}`}.
          </p>
          <p>« {undone.reason} »</p>
        </NotificationBanner>
      )}
      {dates.map((date) => (
        <Change key={date.effectiveFrom} date={date} update={update} />
      ))}
      <SummaryList rows={summaryOf(update)} />
      <Employees update={update} />
      <RequestsOfUpdate requests={update.requests} />
      <ButtonGroup>
        {mayUndo && open !== undefined ? <Button href={linkTo('request', { id: open.id })}>Répondre</Button> : null}
        {open !== undefined || undone !== null ? null : (
          <Button variant="secondary" href={linkTo('contest', { id })}>
            Ce n’est pas juste
          </Button>
        )}
        {mayUndo && lasting === null ? (
          <Button variant="warning" href={linkTo('undo', { id })}>
            Annuler cette mise à jour
          </Button>
        ) : null}
        <a class="govuk-link" href={linkTo('establishmentRates', { siret: establishment.siret })}>
          Tous les taux de l’établissement
        </a>
        {mayUndo ? (
          <a
            class="govuk-link"
            href={linkTo('why', { siret: establishment.siret }, { on: dates[0]?.effectiveFrom ?? null })}
          >
            D’où vient le taux
          </a>
        ) : null}
      </ButtonGroup>
      {mayUndo && lasting !== null && undone === null ? <p class="tj-fine">{lasting.message}</p> : null}
    </>
  );
};

/** Before → after of one date of effect. */
const Change = ({
  date,
  update: { labels },
}: {
  readonly date: ChangedDate;
  readonly update: DoneForYou;
}): JSX.Element => {
  const { pairs, ended } = pairProfiles(date.after, date.before);
  const rows = [
    ...date.after.map((after) => ({ shown: after, before: pairs.find(([now]) => now === after)?.[1], after })),
    ...ended.map((before) => ({ shown: before, before, after: undefined })),
  ];
  return (
    <Table
      caption={`À partir du ${frenchDate(date.effectiveFrom)}`}
      columns={[{ label: 'Code risque' }, { label: 'Avant', numeric: true }, { label: 'Après', numeric: true }]}
      empty="Ce document n’a changé aucun taux."
      rows={rows.map(({ shown, before, after }) => [
        <>
          <b class="tj-figures">{profileName(shown)}</b>
          <span class="tj-fine tj-below">{labels.get(shown.code) ?? ''}</span>
        </>,
        before === undefined ? 'aucun' : rateWords(before),
        after === undefined ? 'fin' : <b>{rateWords(after)}</b>,
      ])}
    />
  );
};

function summaryOf(update: DoneForYou): SummaryRow[] {
  const { file, why, employees, dates, caisse } = update;
  return [
    { key: 'Pourquoi', value: why },
    {
      key: 'Document reçu',
      value: file === null ? 'Inconnu' : documentWords(file),
    },
    { key: 'Caisse', value: caisse ?? 'Inconnue : le code postal manque' },
    { key: 'Salariés concernés', value: counted(employees.length, 'salarié') },
    { key: 'Effet par mois', value: monthlyWords(update) },
    ...settleRow(update, dates[0]?.effectiveFrom),
  ];
}

function monthlyWords({ monthly }: DoneForYou): string {
  if (monthly === null) return 'Inconnu : aucune DSN ne donne encore les bases de ces salariés';
  if (monthly.difference === 0) return `Aucun, sur les bases de ${frenchPeriod(monthly.period)}`;
  return `${signed(monthly.difference)} de cotisation par mois, sur les bases de ${frenchPeriod(monthly.period)} (${frenchAmount(monthly.base)})`;
}

/** What remains to settle of months already declared; nothing is said when there are none. */
function settleRow({ estimate }: DoneForYou, from: LocalDate | undefined): SummaryRow[] {
  if (estimate.months.length === 0 || from === undefined) return [];
  const months =
    estimate.months.length === 1 ? 'un mois déjà déclaré' : `${String(estimate.months.length)} mois déjà déclarés`;
  return [
    {
      key: 'Régularisation estimée',
      value: `${signed(estimate.total)} pour ${months} depuis le ${frenchDate(from)} : rien n’est redéclaré, l’Urssaf débite ou crédite l’écart`,
    },
  ];
}

const signed = (amount: Cents): string =>
  amount > 0 ? `+\u00a0${frenchAmount(amount)}` : frenchAmount(amount).replace('-', '−\u00a0');

/** More are counted and found on the page of the establishment. */
const NAMED = 50;

const Employees = ({ update: { employees, establishment } }: { readonly update: DoneForYou }): JSX.Element | null =>
  employees.length === 0 ? (
    <InsetText>Aucun salarié n’était à ce taux au premier jour.</InsetText>
  ) : (
    <Details summary={`Voir les ${counted(employees.length, 'salarié')} au premier jour`}>
      <ul class="govuk-list">
        {employees.slice(0, NAMED).map((employee) => (
          <li key={`${employee.matricule} ${employee.number}`}>{employeeName(employee)}</li>
        ))}
      </ul>
      {employees.length > NAMED ? (
        <p>
          et {counted(employees.length - NAMED, 'autre')} :{' '}
          <a class="govuk-link" href={linkTo('establishmentRates', { siret: establishment.siret })}>
            voir l’établissement
          </a>
        </p>
      ) : null}
    </Details>
  );
