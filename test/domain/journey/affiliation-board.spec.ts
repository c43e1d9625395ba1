import { contractText, type EmployeeContract } from '#domain/affiliation/contract';
import type { Suggestion } from '#domain/affiliation/profile-of';
import {
  answersOfBoard,
  boardOf,
  mergePicks,
  ranksFor,
  withPicks,
  type ProfilePick,
} from '#domain/journey/affiliation-board';
import { NO_ANSWERS, readAnswers } from '#domain/journey/answers';
import { seatsShown, type KnownContract } from '#domain/journey/board-view';
import { outcomeOf } from '#domain/journey/outcome';
import type { AffiliationQuestion } from '#domain/journey/roster';
import type { LocalDate, Period } from '#domain/values/local-date';
import { contract, profile } from '../payroll/situations';

const WORKSHOP = profile('452BE 6.12');
const OFFICE = profile('452BEB 0.71');
const declared = (profileOf: typeof WORKSHOP): Suggestion => ({
  profile: profileOf,
  origin: { kind: 'DECLARED', period: '2025-12' as Period },
});

const known = (matricule: string, lastName: string, jobTitle: string): KnownContract => ({
  ...contract(matricule),
  ...{ lastName, firstName: 'Anne', jobTitle },
});
const STAFF = [known('M1', 'Le Goff', 'Maçonne'), known('M2', 'Éon', 'Comptable'), known('M3', 'Abgrall', 'Maçonne')];

const asked = (change: Partial<AffiliationQuestion<KnownContract>> = {}): AffiliationQuestion<KnownContract> => ({
  profiles: [WORKSHOP, OFFICE],
  since: '2026-01-01' as LocalDate,
  contracts: STAFF,
  suggestions: new Map(STAFF.slice(0, 2).map((one) => [contractText(one), declared(WORKSHOP)])),
  ...change,
});
const pick = (matricule: string, rank: number | null): ProfilePick => ({ matricule, number: '00001', rank });
const drafted = (...picks: readonly ProfilePick[]) => withPicks(NO_ANSWERS, picks);
const places = (...picks: readonly ProfilePick[]) =>
  boardOf(asked(), drafted(...picks)).seats.map(({ contract: { matricule }, rank }) => `${matricule} ${rank ?? '-'}`);

describe('the board', () => {
  it('puts everybody where the draft says, else where the DSN suggests, else nowhere', () => {
    expect(places()).toEqual(['M1 1', 'M2 1', 'M3 -']);
    expect(places(pick('M2', 2))).toEqual(['M1 1', 'M2 2', 'M3 -']);
    expect(places(pick('M2', null))).toEqual(['M1 1', 'M2 -', 'M3 -']);
    expect(places(pick('M2', 2), pick('M2', 1))).toEqual(['M1 1', 'M2 1', 'M3 -']);
  });

  it('counts what is missing', () => {
    expect(boardOf(asked(), drafted())).toMatchObject({
      headcounts: [2, 0],
      unplaced: 1,
      vacant: [2],
      isComplete: false,
    });
    expect(boardOf(asked(), drafted(pick('M3', 2)))).toMatchObject({
      headcounts: [2, 1],
      unplaced: 0,
      vacant: [],
      isComplete: true,
    });
  });

  it('lets a profile stay empty where there are fewer employees than profiles', () => {
    const alone = asked({ contracts: STAFF.slice(0, 1) });
    expect(boardOf(alone, drafted())).toMatchObject({ vacant: [], isComplete: true });
  });

  it('is never complete without employees', () => {
    expect(boardOf(asked({ contracts: [] }), drafted()).isComplete).toBe(false);
  });

  it('forgets a rank that the rates no longer have', () => {
    expect(places(pick('M1', 7))).toEqual(['M1 -', 'M2 1', 'M3 -']);
  });

  it('a draft goes through JSON, a taken-off employee included', () => {
    const draft = drafted(pick('M1', null), pick('M3', 2));
    const read = readAnswers(JSON.parse(JSON.stringify(draft)));
    expect(read.ok && boardOf(asked(), read.value).seats.map(({ rank }) => rank)).toEqual([null, 1, 2]);
  });

  it('complete, it is exactly what the task takes', () => {
    const board = boardOf(asked(), drafted(pick('M3', 2)));
    const outcome = outcomeOf({ kind: 'EMPLOYEE_AFFILIATION', ...asked() }, answersOfBoard(board));
    expect(outcome.ok && outcome.value.affiliations.map(({ key }) => key.office)).toEqual([false, false, true]);
  });

  it('is quick with thousands of employees', () => {
    const contracts: EmployeeContract[] = Array.from({ length: 5_000 }, (_, index) => contract(`M${index}`));
    const many = asked({ contracts: contracts as KnownContract[], suggestions: new Map() });
    const board = boardOf(many, drafted(...contracts.map(({ matricule }, index) => pick(matricule, 1 + (index % 2)))));
    const outcome = outcomeOf({ kind: 'EMPLOYEE_AFFILIATION', ...many }, answersOfBoard(board));
    expect(outcome.ok && outcome.value.affiliations).toHaveLength(5_000);
  });
});

describe('two people at once', () => {
  const shown = boardOf(asked(), drafted());
  const merged = (mine: readonly ProfilePick[], ...theirs: readonly ProfilePick[]) => {
    const { picks, disagreements } = mergePicks(mine, shown, boardOf(asked(), drafted(...theirs)));
    return {
      picks: picks.map(({ matricule, rank }) => `${matricule} ${rank ?? '-'}`),
      disagreements: disagreements.map(
        ({ contract: { matricule }, mine: a, theirs: b }) => `${matricule} ${a ?? '-'} ${b ?? '-'}`,
      ),
    };
  };
  const page = (m1: number | null, m3: number | null) => [pick('M1', m1), pick('M2', 1), pick('M3', m3)];

  it('rows left alone take nothing back from the other', () => {
    expect(merged(page(1, 2), pick('M1', 2))).toEqual({ picks: ['M3 2'], disagreements: [] });
  });

  it('the same choice is no disagreement', () => {
    expect(merged(page(2, null), pick('M1', 2))).toEqual({ picks: ['M1 2'], disagreements: [] });
  });

  it('one row changed by both, differently, is', () => {
    expect(merged(page(1, 1), pick('M3', 2))).toEqual({ picks: ['M3 1'], disagreements: ['M3 1 2'] });
  });
});

describe('what is looked at', () => {
  const { seats } = boardOf(asked(), drafted());
  const names = (search: string, rank: number | 'none' | null = null) =>
    seatsShown(seats, { search, profile: rank }).map(({ contract: { lastName } }) => lastName);

  it.each<[string, string, number | 'none' | null, readonly string[]]>([
    ['everybody, by name whatever the accents', '', null, ['Abgrall', 'Éon', 'Le Goff']],
    ['a name without its accent', 'eon', null, ['Éon']],
    ['a job', 'macon', null, ['Abgrall', 'Le Goff']],
    ['two words', 'goff anne', null, ['Le Goff']],
    ['a matricule', 'm3', null, ['Abgrall']],
    ['those without profile', '', 'none', ['Abgrall']],
    ['those of a profile', '', 1, ['Éon', 'Le Goff']],
    ['nobody', 'zzz', null, []],
  ])('%s', (_situation, search, rank, expected) => {
    expect(names(search, rank)).toEqual(expected);
  });

  it('nobody of the MSA may choose a code of the general regime', () => {
    expect(ranksFor(contract('M1', { regime: '300' }), asked())).toEqual([]);
    expect(ranksFor(contract('M1'), asked())).toEqual([1, 2]);
  });
});
