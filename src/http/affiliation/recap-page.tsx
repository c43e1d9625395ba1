import type { JSX } from 'preact';
import type { AffiliationOnPages } from '#application/affiliation/read-affiliation';
import { contractText } from '#domain/affiliation/contract';
import { seatsShown } from '#domain/journey/board-view';
import { frenchDate } from '#domain/values/local-date';
import { linkTo } from '../paths';
import { Button } from '../ui/button';
import { Details } from '../ui/details';
import { Form } from '../ui/form';
import { InsetText } from '../ui/inset-text';
import { PageHeading } from '../ui/page-heading';
import { SummaryList } from '../ui/summary-list';
import { establishmentName } from '../views/establishment';
import { employees, personOf, rankedProfile } from './words';

/** More names than this are behind a click. */
const FEW = 12;

/** Who will be on which rate, profile by profile, before it is saved. */
export function RecapPage({ about }: { readonly about: AffiliationOnPages }): JSX.Element {
  const { task, establishment, question, draft } = about;
  const back = (rank: number): string => linkTo('taskEmployees', { id: task.id }, { profil: rank });
  return (
    <>
      <PageHeading caption={establishmentName(establishment)}>Vérifiez avant d’enregistrer</PageHeading>
      <SummaryList
        rows={question.profiles.map((profile, index) => ({
          key: rankedProfile(profile, index + 1),
          value: <Members about={about} rank={index + 1} />,
          change: { href: back(index + 1), what: `les salariés du profil ${String(index + 1)}` },
        }))}
      />
      <InsetText>
        <p>{changeWords(about)}</p>
        <p>
          Les salariés sont payés à ces taux à partir du {frenchDate(question.since)}. Les mois déjà déclarés ne sont
          pas réécrits : leur régularisation est estimée.
        </p>
      </InsetText>
      <Form action={linkTo('taskEmployeesRecap', { id: task.id })}>
        <input type="hidden" name="version" value={String(draft.version)} />
        <Button>Enregistrer</Button>
      </Form>
    </>
  );
}

function Members({ about, rank }: { readonly about: AffiliationOnPages; readonly rank: number }): JSX.Element {
  const names = seatsShown(about.said.seats, { search: '', profile: rank }).map(
    ({ contract }) => `${personOf(contract)} (${contract.matricule})`,
  );
  if (names.length === 0) return <>Aucun salarié</>;
  if (names.length <= FEW) {
    return (
      <>
        <strong>{employees(names.length)}</strong>
        <ul>
          {names.map((name) => (
            <li key={name}>{name}</li>
          ))}
        </ul>
      </>
    );
  }
  return (
    <>
      <strong>{employees(names.length)}</strong>
      <Details summary="Voir leurs noms">{names.join(', ')}</Details>
    </>
  );
}

function changeWords({ said, former, question }: AffiliationOnPages): string {
  const changed = said.seats.filter(({ contract, rank }) => {
    const before = former.get(contractText(contract));
    const after = rank === null ? undefined : question.profiles[rank - 1];
    return before !== undefined && after !== undefined && before.rate !== after.rate;
  }).length;
  if (changed === 0) return 'Personne ne change de taux.';
  return changed === 1 ? 'Un salarié change de taux.' : `${employees(changed)} changent de taux.`;
}
