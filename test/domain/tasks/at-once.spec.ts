import { refuseAtOnce, type ProposedTask } from '#domain/tasks/at-once';
import { profilesOf, type GivenSheet } from '../../support/rows';

type Profiles = GivenSheet['profiles'];
const ONE: Profiles = [['553AC', 178]];
const OFFICE: Profiles = [
  ['452BE', 730],
  ['452BEB', 71],
];

const renewal = (profiles: Profiles, rest: Partial<ProposedTask['prefill']> = {}): ProposedTask => ({
  kind: 'ANNUAL_RENEWAL',
  prefill: { profiles: profilesOf(profiles), feed: 12, note: null, ...rest },
});

describe('one click confirms', () => {
  it.each<[string, ProposedTask, Profiles]>([
    ['a rate notified under the code on file', renewal([['553AC', 182]]), ONE],
    ['a rate that the caisse left as it was', renewal(ONE), ONE],
    [
      'several rates whose keys are those on file',
      renewal([
        ['452BE', 722],
        ['452BEB', 70],
      ]),
      OFFICE,
    ],
    ['a section that only one side names', renewal([['553AC', 182, '01']]), ONE],
  ])('%s', (_case, task, onFile) => {
    expect(refuseAtOnce(task, profilesOf(onFile))).toBeNull();
  });
});

describe('a task is to be opened', () => {
  it.each<[string, ProposedTask, Profiles, string]>([
    ['for a first payroll', { ...renewal(ONE), kind: 'FIRST_PAYROLL' }, ONE, 'PAS_UN_RENOUVELLEMENT'],
    ['for an incoherence', { ...renewal(ONE), kind: 'INCOHERENCE' }, ONE, 'PAS_UN_RENOUVELLEMENT'],
    ['for employees to place', { ...renewal(OFFICE), kind: 'EMPLOYEE_AFFILIATION' }, OFFICE, 'PAS_UN_RENOUVELLEMENT'],
    ['while the caisse has notified nothing', renewal(ONE, { feed: null }), ONE, 'RIEN_A_CONFIRMER'],
    ['while nothing is proposed', renewal([]), ONE, 'RIEN_A_CONFIRMER'],
    ['when something waits behind it', renewal(ONE, { note: 'Un taux est retenu' }), ONE, 'A_LIRE'],
    ['when what is notified is held back', renewal(ONE, { feed: null, note: 'Un taux est retenu' }), ONE, 'A_LIRE'],
    ['when the code changes', renewal([['452BE', 310]]), ONE, 'CODES_CHANGES'],
    ['when the office rate comes', renewal(OFFICE), [['452BE', 730]], 'CODES_CHANGES'],
    ['when nothing is on file', renewal(ONE), [], 'CODES_CHANGES'],
  ])('%s', (_case, task, onFile, code) => {
    expect(refuseAtOnce(task, profilesOf(onFile))).toMatchObject({ code });
  });

  it('says what waits, in one sentence, before what to do', () => {
    expect(refuseAtOnce(renewal(ONE, { note: 'Un taux est retenu' }), profilesOf(ONE))?.message).toBe(
      'Un taux est retenu. Ouvrez la tâche pour en décider.',
    );
  });
});
