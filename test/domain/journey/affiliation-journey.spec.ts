import fc from 'fast-check';
import { contractText, type EmployeeContract } from '#domain/affiliation/contract';
import type { Suggestion } from '#domain/affiliation/profile-of';
import { readAnswers } from '#domain/journey/answers';
import { outcomeOf, type TaskQuestion } from '#domain/journey/outcome';
import type { RateProfile } from '#domain/rates/profile';
import type { LocalDate } from '#domain/values/local-date';
import { parseRate } from '#domain/values/rate';
import { trusted } from '#domain/values/result';
import { dsnCode, parseRiskCode } from '#domain/values/risk-code';

const profile = (code: string, rate: string): RateProfile => ({
  ...trusted(parseRiskCode(code)),
  section: null,
  rate: trusted(parseRate(rate)),
});
const WORKSHOP = profile('452BE', '3.10');
const OFFICE = profile('452BEB', '0.64');

const contract = (matricule: string, number = '00001', regime = '200'): EmployeeContract => ({
  matricule,
  number,
  startedOn: '2020-01-01' as LocalDate,
  endedOn: null,
  regime,
  population: 'NORMAL',
});

type Asked = Extract<TaskQuestion, { kind: 'EMPLOYEE_AFFILIATION' }>;
const question = (change: Partial<Asked> = {}): Asked => ({
  kind: 'EMPLOYEE_AFFILIATION',
  profiles: [WORKSHOP, OFFICE],
  since: '2026-01-01' as LocalDate,
  contracts: [contract('M1'), contract('M2'), contract('M3')],
  suggestions: new Map(),
  ...change,
});

const answered = (json: unknown, asked = question()) => {
  const answers = readAnswers(json);
  return answers.ok ? outcomeOf(asked, answers.value) : answers;
};
const faults = (json: unknown, asked = question()): string[] => {
  const settled = answered(json, asked);
  return settled.ok ? [] : settled.refusal.fields.map(({ field, code }) => `${field} ${code}`);
};
const placedOn = (json: unknown, asked = question()): string[] => {
  const settled = answered(json, asked);
  if (!settled.ok) throw new Error(settled.refusal.message);
  return settled.value.affiliations.map(
    ({ matricule, number, since, key }) => `${matricule}/${number} ${since} ${dsnCode(key.code, key.office)}`,
  );
};
const on = (...pairs: readonly (readonly [string, number])[]) => ({
  affiliations: pairs.map(([matricule, rank]) => ({ matricule, profile: rank })),
});

describe('every employee on exactly one profile', () => {
  it('is taken as answered, from the date of the sheet', () => {
    expect(placedOn(on(['M1', 1], ['M2', 2], ['M3', 1]))).toEqual([
      'M1/00001 2026-01-01 452BE',
      'M2/00001 2026-01-01 452BEB',
      'M3/00001 2026-01-01 452BE',
    ]);
  });

  it.each<[string, unknown, string[]]>([
    ['one is missing', on(['M1', 1], ['M2', 2]), ['affiliations SALARIE_SANS_PROFIL']],
    ['nobody on a profile', on(['M1', 1], ['M2', 1], ['M3', 1]), ['affiliations PROFIL_SANS_SALARIE']],
    [
      'one is placed twice',
      on(['M1', 1], ['M2', 2], ['M3', 1], ['M1', 2]),
      ['affiliations[3].matricule SALARIE_EN_DOUBLE'],
    ],
    ['one nobody knows', on(['M9', 1]), ['affiliations[0].matricule CONTRAT_INCONNU']],
    ['a profile that is not there', on(['M1', 3]), ['affiliations[0].profile PROFIL_INCONNU']],
    ['no profile', { affiliations: [{ matricule: 'M1' }] }, ['affiliations[0].profile PROFIL_INCONNU']],
    ['no matricule', { affiliations: [{ profile: 1 }] }, ['affiliations[0].matricule MATRICULE_ABSENT']],
    [
      'rates where employees are asked for',
      { profiles: [{ codeRisque: '553AC', rate: '1' }] },
      ['profiles CHAMP_INATTENDU'],
    ],
    ['nothing proposed to confirm', { confirm: true }, ['affiliations SALARIE_SANS_PROFIL']],
  ])('%s', (_situation, json, expected) => {
    expect(faults(json)).toEqual(expected);
  });

  it('an employee with two contracts is placed contract by contract', () => {
    const asked = question({ contracts: [contract('M1', '00001'), contract('M1', '00002')] });
    expect(faults(on(['M1', 1]), asked)).toEqual(['affiliations[0].contract CONTRAT_ABSENT']);
    const affiliations = [
      { matricule: 'M1', contract: '00001', profile: 1 },
      { matricule: 'M1', contract: '00002', profile: 2 },
    ];
    expect(placedOn({ affiliations }, asked)).toEqual(['M1/00001 2026-01-01 452BE', 'M1/00002 2026-01-01 452BEB']);
  });

  it('an employee of the MSA is not put on a code of the general regime', () => {
    const asked = question({ contracts: [contract('M1', '00001', '300'), contract('M2')] });
    expect(faults(on(['M1', 1], ['M2', 2]), asked)).toEqual(['affiliations[0].profile REGIME_DIFFERENT']);
  });

  it('fewer employees than profiles: a profile may stay empty', () => {
    expect(placedOn(on(['M1', 2]), question({ contracts: [contract('M1')] }))).toEqual(['M1/00001 2026-01-01 452BEB']);
  });

  it('nobody is known: the DSN comes first', () => {
    expect(faults({}, question({ contracts: [] }))).toEqual(['affiliations AUCUN_SALARIE']);
  });

  it('one click confirms what is proposed, and a line overrules it', () => {
    const said = (profile: RateProfile): Suggestion => ({ profile, origin: { kind: 'SAID' } });
    const suggestions = new Map([
      [contractText(contract('M1')), said(WORKSHOP)],
      [contractText(contract('M2')), said(OFFICE)],
      [contractText(contract('M3')), said(OFFICE)],
    ]);
    const asked = question({ suggestions });
    expect(placedOn({ confirm: true }, asked)).toEqual([
      'M1/00001 2026-01-01 452BE',
      'M2/00001 2026-01-01 452BEB',
      'M3/00001 2026-01-01 452BEB',
    ]);
    expect(placedOn({ confirm: true, ...on(['M3', 1]) }, asked)[2]).toBe('M3/00001 2026-01-01 452BE');
    expect(faults(on(['M1', 1]), asked)).toEqual(['affiliations SALARIE_SANS_PROFIL']);
  });

  it('whatever is answered, nobody is ever taken without exactly one profile', () => {
    const pair = fc.record({
      matricule: fc.constantFrom('M1', 'M2', 'M3', 'M9'),
      profile: fc.constantFrom(0, 1, 2, 3, 'B'),
    });
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 6 }), (affiliations) => {
        const settled = answered({ affiliations });
        if (!settled.ok) return settled.refusal.fields.length > 0;
        const names = settled.value.affiliations.map(({ matricule }) => matricule).sort();
        return names.join() === 'M1,M2,M3';
      }),
      { numRuns: 500 },
    );
  });
});
