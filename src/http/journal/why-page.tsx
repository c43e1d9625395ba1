import type { JSX } from 'preact';
import { momentWords } from '#application/ports/paris';
import { fileWords } from '#domain/feed/file-words';
import type { ExplainedRate, RateExplanation } from '#application/why/explain-rate';
import { SOURCE_WORDS } from '#domain/rates/sheet';
import { explainOrigin } from '#domain/reconciliation/origin';
import { frenchDate, typedDate, type LocalDate } from '#domain/values/local-date';
import { frenchRate } from '#domain/values/rate';
import { linkTo } from '../paths';
import { Button } from '../ui/button';
import { Details } from '../ui/details';
import { PageHeading } from '../ui/page-heading';
import { SummaryList, type SummaryRow } from '../ui/summary-list';
import { Table } from '../ui/table';
import { TextInput } from '../ui/text-input';
import { employeeName, EstablishmentCaption } from '../views/establishment';
import { personWords } from '../views/person';
import { Profiles, profileName } from '../views/profiles';
import { counted, RULE_WORDS } from '../views/words';

/** Where the rate of one establishment on one day comes from, on one screen. */
export const WhyPage = ({ answer }: { readonly answer: RateExplanation }): JSX.Element => {
  const { establishment, on, explained } = answer;
  return (
    <>
      <PageHeading caption={<EstablishmentCaption place={establishment} />}>D’où vient le taux</PageHeading>
      <DayForm siret={establishment.siret} on={on} />
      {explained === null ? (
        <p>Aucun taux n’est connu au {frenchDate(on)}.</p>
      ) : (
        <Explained answer={answer} explained={explained} />
      )}
      <p>
        <a class="govuk-link" href={linkTo('establishmentRates', { siret: establishment.siret })}>
          Tous les taux de l’établissement
        </a>
        {' · '}
        <a class="govuk-link" href={linkTo('journal', {}, { recherche: establishment.siret, decision: 'toutes' })}>
          Tout ce qui a été décidé pour lui
        </a>
      </p>
    </>
  );
};

const DayForm = ({ siret, on }: { readonly siret: string; readonly on: LocalDate }): JSX.Element => (
  <form method="get" action={linkTo('why', { siret })} class="tj-fields-row">
    <TextInput id="on" name="on" label="Au" width={10} value={typedDate(on)} />
    <Button variant="secondary">Afficher ce jour</Button>
  </form>
);

interface ExplainedProps {
  readonly answer: RateExplanation;
  readonly explained: ExplainedRate;
}

const Explained = ({ answer, explained }: ExplainedProps): JSX.Element => (
  <>
    <SummaryList rows={rowsOf(answer, explained)} />
    <Table
      caption={`Payés à ces taux : ${counted(explained.employees.length, 'contrat')}`}
      columns={[{ label: 'Salarié' }, { label: 'Profil' }, { label: 'Taux', numeric: true }]}
      empty="Aucun salarié n’est payé à ces taux ce jour-là."
      rows={explained.employees
        .slice(0, NAMED)
        .map((employee) => [
          employeeName(employee),
          profileName(employee.assigned.profile),
          frenchRate(employee.assigned.rate),
        ])}
    />
    {explained.employees.length > NAMED ? (
      <p class="tj-fine">et {counted(explained.employees.length - NAMED, 'autre')}</p>
    ) : null}
    <Details summary="Faits retenus au moment de la décision">
      <dl>
        {Object.entries(explained.origin.facts).map(([name, value]) => (
          <div key={name}>
            <dt class="tj-fine">{name}</dt>
            <dd>{value === null ? 'inconnu' : String(value)}</dd>
          </div>
        ))}
      </dl>
    </Details>
  </>
);

const NAMED = 50;

function rowsOf(
  { labels, caisse }: RateExplanation,
  { sheet, former, source, origin, act }: ExplainedRate,
): SummaryRow[] {
  const { file, line, sha256, receivedAt } = source;
  return [
    { key: 'Taux', value: <Profiles profiles={sheet.profiles} labels={labels} /> },
    { key: 'Nature', value: `${SOURCE_WORDS[sheet.source]}, avec effet au ${frenchDate(sheet.effectiveFrom)}` },
    { key: 'Pourquoi', value: explainOrigin(sheet, origin) },
    { key: 'Règle', value: `${RULE_WORDS[origin.rule] ?? origin.rule} (${origin.rule})` },
    { key: 'Avant', value: former === null ? 'Aucun taux' : <Profiles profiles={former.profiles} /> },
    {
      key: 'Document',
      value: file === null ? 'Aucun' : `${fileWords(file)}${line === null ? '' : `, ligne ${String(line)}`}`,
    },
    { key: 'Enregistré le', value: momentWords(receivedAt) },
    ...(sha256 === null ? [] : [{ key: 'Empreinte SHA-256', value: <span class="tj-digest">{sha256}</span> }]),
    ...(act === null
      ? []
      : [
          {
            key: 'Par',
            value: `${personWords(act.actor)}, le ${momentWords(act.at)}${act.reason === null ? '' : ` : « ${act.reason} »`}`,
          },
        ]),
    { key: 'Caisse', value: caisse ?? 'Inconnue : le code postal manque' },
  ];
}
