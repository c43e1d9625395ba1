import type { JSX } from 'preact';
import { contractText } from '#domain/affiliation/contract';
import type { NamedContract } from '#application/affiliation/affiliation-file';
import { ranksFor, type Seat } from '#domain/journey/affiliation-board';
import { profileShown } from '#domain/journey/profile-answer';
import type { AffiliationOnPages } from '#application/affiliation/read-affiliation';
import { RowSelection } from '../ui/checkboxes';
import { Table, type Column } from '../ui/table';
import { fieldText, pickField } from './board-form';
import { contractDates, personOf, rankedProfile, suggestionWords } from './words';

type NamedSeat = Seat<NamedContract>;

interface Props {
  readonly about: AffiliationOnPages;
  readonly seats: readonly NamedSeat[];
  /** The viewer may choose, and not only read. */
  readonly mayAct: boolean;
  /** The sentence at the row of a contract, by `contractText`. */
  readonly errors: ReadonlyMap<string, string>;
}

const SELECTION: Column = { label: 'Sélection', labelHidden: true };
const COLUMNS: readonly Column[] = ['Salarié', 'Emploi', 'Contrat', 'Profil jusqu’ici', 'Profil'].map((label) => ({
  label,
}));

/** Id of the control of a row, where an error leads; rows count from 0. */
export const rowField = (row: number): string => `profil-${String(row)}`;

/** The employees of a page of the list, each with the choice of a profile. */
export function BoardTable({ about, seats, mayAct, errors }: Props): JSX.Element {
  const several = withSeveralContracts(about);
  return (
    <Table
      caption="Salariés et profils"
      captionHidden
      columns={mayAct ? [SELECTION, ...COLUMNS] : COLUMNS}
      empty="Aucun salarié ne correspond à cette recherche : élargissez-la."
      rows={seats.map((seat, row) => [
        ...(mayAct ? [<Selection seat={seat} row={row} />] : []),
        <Who seat={seat} numbered={several.has(seat.contract.matricule)} />,
        seat.contract.jobTitle ?? '',
        contractDates(seat.contract),
        formerOf(about, seat),
        mayAct ? (
          <Choice about={about} seat={seat} row={row} error={errors.get(contractText(seat.contract))} />
        ) : (
          <Chosen about={about} seat={seat} />
        ),
      ])}
    />
  );
}

const Selection = ({ seat: { contract }, row }: { readonly seat: NamedSeat; readonly row: number }): JSX.Element => (
  <RowSelection
    id={`choisi-${String(row)}`}
    name="choisi"
    value={fieldText(contract)}
    label={`Sélectionner ${personOf(contract)}, contrat ${contract.number}`}
  />
);

/** The contract's number only where it tells two contracts of one person apart. */
const Who = ({ seat: { contract }, numbered }: { readonly seat: NamedSeat; readonly numbered: boolean }) => (
  <>
    <strong>{personOf(contract)}</strong>
    <br />
    {contract.matricule}
    {numbered ? ` · contrat ${contract.number}` : null}
  </>
);

function withSeveralContracts({ question }: AffiliationOnPages): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(
    question.contracts.flatMap(({ matricule }) => (seen.size === seen.add(matricule).size ? [matricule] : [])),
  );
}

function formerOf({ former }: AffiliationOnPages, { contract }: NamedSeat): string {
  const profile = former.get(contractText(contract));
  return profile === undefined ? '—' : profileShown(profile);
}

interface ChoiceProps {
  readonly about: AffiliationOnPages;
  readonly seat: NamedSeat;
  readonly row: number;
  readonly error: string | undefined;
}

function Choice({ about: { question }, seat, row, error }: ChoiceProps): JSX.Element {
  const id = rowField(row);
  const words = suggestionWords(seat);
  const described = [...(error === undefined ? [] : [`${id}-erreur`]), ...(words === null ? [] : [`${id}-origine`])];
  return (
    <>
      {error === undefined ? null : (
        <p id={`${id}-erreur`} class="govuk-error-message">
          <span class="govuk-visually-hidden">Erreur :</span> {error}
        </p>
      )}
      <select
        class={error === undefined ? 'govuk-select' : 'govuk-select govuk-select--error'}
        id={id}
        name={pickField(seat.contract)}
        aria-label={`Profil de ${personOf(seat.contract)}, contrat ${seat.contract.number}`}
        {...(described.length === 0 ? {} : { 'aria-describedby': described.join(' ') })}
      >
        <option value="">Aucun profil</option>
        {ranksFor(seat.contract, question).map((rank) => (
          <option key={rank} value={String(rank)} {...(rank === seat.rank ? { selected: true as const } : {})}>
            {labelOf(question.profiles, rank)}
          </option>
        ))}
      </select>
      {words === null ? null : (
        <span id={`${id}-origine`} class="tj-fine tj-origin">
          {words}
        </span>
      )}
    </>
  );
}

const labelOf = (profiles: AffiliationOnPages['question']['profiles'], rank: number): string => {
  const profile = profiles[rank - 1];
  return profile === undefined ? '' : `${String(rank)} – ${profileShown(profile)}`;
};

function Chosen({ about, seat }: Pick<ChoiceProps, 'about' | 'seat'>): JSX.Element {
  const profile = seat.rank === null ? undefined : about.question.profiles[seat.rank - 1];
  const words = suggestionWords(seat);
  return (
    <>
      {profile === undefined || seat.rank === null ? 'Aucun profil' : rankedProfile(profile, seat.rank)}
      {words === null ? null : <span class="tj-fine tj-origin">{words}</span>}
    </>
  );
}
