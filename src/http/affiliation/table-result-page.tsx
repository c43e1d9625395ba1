import type { JSX } from 'preact';
import type { JudgedTable } from '#application/affiliation/judge-table';
import { contractText } from '#domain/affiliation/contract';
import { linkTo } from '../paths';
import { Button, ButtonGroup } from '../ui/button';
import { Form } from '../ui/form';
import { PageHeading } from '../ui/page-heading';
import { Table } from '../ui/table';
import { Tag } from '../ui/tag';
import { establishmentName } from '../views/establishment';
import { placementText } from './table-form';
import { employees, personOf, rankedProfile } from './words';

/** Lines shown of each kind: the others are counted. */
const MOST_SHOWN = 200;

/** What each row of the table would do, before anything is changed. */
export function TableResultPage({ judged }: { readonly judged: JudgedTable }): JSX.Element {
  const { about, placements, rejections } = judged;
  const id = about.task.id;
  return (
    <>
      <PageHeading caption={establishmentName(about.establishment)}>Résultat du tableau</PageHeading>
      <p class="govuk-body">
        {countWords(placements.length, 'ligne acceptée', 'lignes acceptées')},{' '}
        {countWords(rejections.length, 'ligne refusée', 'lignes refusées')}. Rien n’est encore changé.
      </p>
      {rejections.length === 0 ? null : <Refused judged={judged} />}
      {placements.length === 0 ? null : <Accepted judged={judged} />}
      <ButtonGroup>
        {placements.length === 0 ? null : (
          <Form action={linkTo('taskEmployeesApply', { id })}>
            <input type="hidden" name="lignes" value={placementText(placements)} />
            <Button>{`Affecter ${employees(new Set(placements.map(({ contract }) => contractText(contract))).size)}`}</Button>
          </Form>
        )}
        <a class="govuk-link" href={linkTo('taskEmployeesTable', { id })}>
          Reprendre avec un autre tableau
        </a>
      </ButtonGroup>
    </>
  );
}

const Refused = ({ judged: { rejections } }: { readonly judged: JudgedTable }): JSX.Element => (
  <>
    <Table
      caption="Lignes refusées"
      columns={[{ label: 'Ligne', numeric: true }, { label: 'Résultat' }, { label: 'Pourquoi' }]}
      empty=""
      rows={rejections
        .slice(0, MOST_SHOWN)
        .map(({ line, message }) => [String(line), <Tag tone="red">Refusée</Tag>, message])}
    />
    <Others count={rejections.length - MOST_SHOWN} />
  </>
);

function Accepted({ judged: { about, placements } }: { readonly judged: JudgedTable }): JSX.Element {
  const seats = new Map(about.board.seats.map((seat) => [contractText(seat.contract), seat.rank]));
  const named = (rank: number | null): string => {
    const profile = rank === null ? undefined : about.question.profiles[rank - 1];
    return profile === undefined || rank === null ? 'Aucun profil' : rankedProfile(profile, rank);
  };
  return (
    <>
      <Table
        caption="Lignes acceptées"
        columns={[{ label: 'Ligne', numeric: true }, { label: 'Salarié' }, { label: 'Avant' }, { label: 'Après' }]}
        empty=""
        rows={placements
          .slice(0, MOST_SHOWN)
          .map(({ line, contract, rank }) => [
            String(line),
            `${personOf(contract)} (${contract.matricule})`,
            named(seats.get(contractText(contract)) ?? null),
            named(rank),
          ])}
      />
      <Others count={placements.length - MOST_SHOWN} />
    </>
  );
}

const Others = ({ count }: { readonly count: number }): JSX.Element | null =>
  count > 0 ? <p class="govuk-body">{`Et ${countWords(count, 'autre ligne', 'autres lignes')}.`}</p> : null;

const countWords = (count: number, one: string, many: string): string => `${String(count)} ${count > 1 ? many : one}`;
