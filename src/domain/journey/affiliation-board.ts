import { contractText, type ContractName, type EmployeeContract } from '../affiliation/contract';
import { isOfRegime } from '../affiliation/profile-of';
import { seatsShown, type BoardFilter, type KnownContract, type Seat } from './board-view';
import { NO_ANSWERS, type AffiliationAnswer, type Answers } from './answers';
import { Roster, type AffiliationQuestion } from './roster';

export type { Seat } from './board-view';

/** A person's choice for a contract; null takes it off its profile. */
export interface ProfilePick extends ContractName {
  readonly rank: number | null;
}

export interface Board<Contract extends EmployeeContract = EmployeeContract> {
  readonly seats: readonly Seat<Contract>[];
  /** Contracts on each profile, in the order of the profiles. */
  readonly headcounts: readonly number[];
  readonly unplaced: number;
  /** Ranks of the profiles that still miss an employee; none when there are more profiles than contracts. */
  readonly vacant: readonly number[];
  readonly isComplete: boolean;
}

/** Who is where: as the draft says, else as suggested. A draft names only those somebody has decided about. */
export function boardOf<Contract extends EmployeeContract>(
  asked: AffiliationQuestion<Contract>,
  draft: Answers,
): Board<Contract> {
  const roster = new Roster(asked);
  const said = new Map<Contract, number | null>();
  for (const answer of draft.affiliations) {
    const [contract] = roster.named(answer);
    if (contract !== undefined) said.set(contract, rankOf(answer, roster));
  }
  const seats = asked.contracts.map((contract): Seat<Contract> => {
    const suggested = asked.suggestions.get(contractText(contract));
    const suggestion =
      suggested === undefined
        ? null
        : { rank: asked.profiles.indexOf(suggested.profile) + 1, origin: suggested.origin };
    const rank = said.get(contract);
    return { contract, suggestion, rank: rank === undefined ? (suggestion?.rank ?? null) : rank };
  });
  return { seats, ...figuresOf(seats, asked.profiles.length) };
}

function figuresOf(seats: readonly Seat[], profiles: number): Omit<Board, 'seats'> {
  const headcounts = new Array<number>(profiles).fill(0);
  let unplaced = 0;
  for (const { rank } of seats) {
    if (rank === null) unplaced++;
    else headcounts[rank - 1] = (headcounts[rank - 1] ?? 0) + 1;
  }
  const mayStayEmpty = seats.length < profiles;
  const vacant = mayStayEmpty ? [] : headcounts.flatMap((count, index) => (count === 0 ? [index + 1] : []));
  return { headcounts, unplaced, vacant, isComplete: seats.length > 0 && unplaced === 0 && vacant.length === 0 };
}

/** The rank said, unless it names no profile of today: the rates may have changed since. */
function rankOf(answer: AffiliationAnswer, roster: Roster): number | null {
  return roster.profileNamed(answer) === undefined ? null : Number(answer.profile);
}

/** The choices that the contract's regime allows: nobody of the MSA is put on a code of the general regime. */
export const ranksFor = ({ regime }: EmployeeContract, { profiles }: AffiliationQuestion): readonly number[] =>
  profiles.flatMap(({ code }, index) => (isOfRegime(code, regime) ? [index + 1] : []));

/** The draft with these choices in it; a later choice about one contract takes the place of an earlier one. */
export function withPicks(draft: Answers, picks: readonly ProfilePick[]): Answers {
  const affiliations = new Map(
    draft.affiliations.map((one): [string, AffiliationAnswer] => [
      `${one.matricule ?? ''}\n${one.contract ?? ''}`,
      one,
    ]),
  );
  for (const pick of picks) {
    const { matricule, number, rank } = pick;
    const profile = rank === null ? null : String(rank);
    affiliations.set(contractText(pick), { matricule, contract: number, profile });
  }
  return { ...draft, confirm: true, affiliations: [...affiliations.values()] };
}

/** One profile for many: those named, or all whom a filter shows. */
export interface BulkChoice {
  readonly rank: number | null;
  readonly who:
    { readonly kind: 'NAMED'; readonly names: ReadonlySet<string> } | ({ readonly kind: 'SHOWN' } & BoardFilter);
}

export interface BulkPicks {
  readonly picks: readonly ProfilePick[];
  /** Contracts whose regime forbids the profile: they stay where they are. */
  readonly leftOut: number;
}

export function bulkPicks<Contract extends KnownContract>(
  { seats }: Board<Contract>,
  asked: AffiliationQuestion<Contract>,
  { rank, who }: BulkChoice,
): BulkPicks {
  const meant =
    who.kind === 'SHOWN'
      ? seatsShown(seats, who)
      : seats.filter(({ contract }) => who.names.has(contractText(contract)));
  const wanted = meant.map(({ contract: { matricule, number } }) => ({ matricule, number, rank }));
  const picks = possiblePicks(wanted, asked);
  return { picks, leftOut: wanted.length - picks.length };
}

/** Those that name a contract asked about and a profile that its regime allows. */
export function possiblePicks(picks: readonly ProfilePick[], asked: AffiliationQuestion): readonly ProfilePick[] {
  const contracts = new Map(asked.contracts.map((contract) => [contractText(contract), contract] as const));
  return picks.filter((pick) => {
    const contract = contracts.get(contractText(pick));
    return contract !== undefined && (pick.rank === null || ranksFor(contract, asked).includes(pick.rank));
  });
}

/** Where everybody is, as choices of a person. */
export const everyPick = ({ seats }: Board): readonly ProfilePick[] =>
  seats.map(({ contract: { matricule, number }, rank }) => ({ matricule, number, rank }));

/** Everybody by name: what is saved is what the recap showed, whatever comes in between. */
export const answersOfBoard = ({ seats }: Board): Answers => ({
  ...NO_ANSWERS,
  affiliations: seats.flatMap(({ contract: { matricule, number }, rank }) =>
    rank === null ? [] : [{ matricule, contract: number, profile: String(rank) }],
  ),
});

/** A choice that somebody else made otherwise since the page was shown. */
export interface Disagreement<Contract extends EmployeeContract = EmployeeContract> {
  readonly contract: Contract;
  readonly mine: number | null;
  readonly theirs: number | null;
}

export interface Merge<Contract extends EmployeeContract = EmployeeContract> {
  /** What the page really changed. */
  readonly picks: readonly ProfilePick[];
  readonly disagreements: readonly Disagreement<Contract>[];
}

/**
 * What a page asks for, beside what stands now: rows left as they were shown ask for nothing, so that two people may
 * work on different rows; only a row that both have changed, and differently, is a disagreement.
 */
export function mergePicks<Contract extends EmployeeContract>(
  picks: readonly ProfilePick[],
  shown: Board<Contract>,
  now: Board<Contract>,
): Merge<Contract> {
  const before = ranksOf(shown);
  const standing = new Map(now.seats.map((seat) => [contractText(seat.contract), seat]));
  const changed: ProfilePick[] = [];
  const disagreements: Disagreement<Contract>[] = [];
  for (const pick of picks) {
    const name = contractText(pick);
    const seat = standing.get(name);
    // Who has left meanwhile is asked about no more.
    if (seat === undefined || before.get(name) === pick.rank) continue;
    changed.push(pick);
    if (seat.rank === before.get(name) || seat.rank === pick.rank) continue;
    disagreements.push({ contract: seat.contract, mine: pick.rank, theirs: seat.rank });
  }
  return { picks: changed, disagreements };
}

const ranksOf = ({ seats }: Board): ReadonlyMap<string, number | null> =>
  new Map(seats.map(({ contract, rank }) => [contractText(contract), rank]));
