import { planRenewal, type CampaignStep } from '#domain/campaign/campaign';
import type { CampaignDossier } from '#domain/campaign/dossier';
import type { RateSheet } from '#domain/rates/sheet';
import { DEFAULT_POLICY } from '#domain/reconciliation/policy';
import { builtInReference } from '#domain/reference/reference';
import type { LocalDate } from '#domain/values/local-date';
import { formatRate, parseRate } from '#domain/values/rate';
import { trusted } from '#domain/values/result';
import { parseRiskCode } from '#domain/values/risk-code';
import type { Siren, Siret } from '#domain/values/siret';

const reference = builtInReference();
const campaign = trusted2026();
const world = { campaign, reference, policy: DEFAULT_POLICY };

function trusted2026() {
  const found = reference.campaign(2026);
  if (found === null) throw new Error('2026 is built in.');
  return found;
}

const sheet = (text: string, number = 1): RateSheet => {
  const [effectiveFrom = '', source = '', ...profiles] = text.split(' ');
  return {
    number,
    effectiveFrom: effectiveFrom as LocalDate,
    recordedAt: '2025-01-02T09:00:00.000Z',
    source: source as RateSheet['source'],
    calculatedAt: null,
    profiles: profiles
      .join(' ')
      .split(', ')
      .map((profile) => {
        const [code = '', rate = ''] = profile.split(' ');
        return { ...trusted(parseRiskCode(code)), section: null, rate: trusted(parseRate(rate)) };
      }),
  };
};

const situation = (change: Partial<CampaignDossier>): CampaignDossier => ({
  siret: '90000001400011' as Siret,
  siren: '900000014' as Siren,
  company: { automation: null, clientSince: '2020-01-01' as LocalDate, firstSeenOn: '2020-01-01' as LocalDate },
  contracts: 'OPEN',
  sheets: [sheet('2025-05-01 NOTIFIED 553AC 1.78')],
  renewal: null,
  firstPayroll: false,
  held: null,
  ...change,
});

const raised = (step: CampaignStep, change: Partial<CampaignDossier>) =>
  planRenewal(step, situation(change), world).raised;

const joined = (day: string): CampaignDossier['company'] => ({
  automation: null,
  clientSince: day as LocalDate,
  firstSeenOn: '2020-01-01' as LocalDate,
});
const TWO = [sheet('2025-05-01 NOTIFIED 452BE 3.10, 452BEB 0.64')];

describe('the opening of a campaign asks a person', () => {
  it.each<[string, Partial<CampaignDossier>, string | null]>([
    ['a single rate of a client of long standing waits for its feed', {}, null],
    ['nothing on file waits too', { sheets: [] }, null],
    ['several rates', { sheets: TWO }, 'SEVERAL_RATES'],
    ['a client of 30 November 2023 waits', { company: joined('2023-11-30') }, null],
    ['a client of 1 December 2023', { company: joined('2023-12-01') }, 'AUTOMATION_NOT_ALLOWED'],
    ['a company that said non', { company: { ...joined('2020-01-01'), automation: false } }, 'AUTOMATION_NOT_ALLOWED'],
    ['a recent client that said oui waits', { company: { ...joined('2025-01-01'), automation: true } }, null],
    [
      'several rates and a recent client: the stronger reason',
      { sheets: TWO, company: joined('2025-01-01') },
      'SEVERAL_RATES',
    ],
    ['an MSA code', { sheets: [sheet('2025-01-01 DECLARED RA110 2.50')] }, 'AUTOMATION_NOT_ALLOWED'],
    [
      'an MSA code beside one of the general regime is not « several »',
      { sheets: [sheet('2025-01-01 DECLARED RA110 2.50, 553AC 1.78')] },
      'AUTOMATION_NOT_ALLOWED',
    ],
    ['999ZZ alone waits', { sheets: [sheet('2025-01-01 ENTERED 999ZZ 0.00')] }, null],
    [
      'a rate notified for that date',
      { sheets: [...TWO, sheet('2026-01-01 NOTIFIED 452BE 3.20, 452BEB 0.64', 2)] },
      null,
    ],
    [
      'a rate entered for that date',
      { sheets: [...TWO, sheet('2026-01-01 ENTERED 452BE 3.20, 452BEB 0.64', 2)] },
      null,
    ],
    [
      'a rate declared for that date settles nothing',
      { sheets: [sheet('2026-01-01 DECLARED 452BE 3.20, 452BEB 0.64')] },
      'SEVERAL_RATES',
    ],
    [
      'a rate notified for the day after settles nothing',
      { sheets: [...TWO, sheet('2026-01-02 NOTIFIED 452BE 3.20', 2)] },
      'SEVERAL_RATES',
    ],
    ['a task that waits already', { sheets: TWO, renewal: 'OPEN' }, null],
    ['a task already answered', { sheets: TWO, renewal: 'DONE' }, null],
    ['every known contract has ended', { sheets: TWO, contracts: 'ENDED' }, null],
    ['no contract is known', { sheets: TWO, contracts: 'UNKNOWN' }, 'SEVERAL_RATES'],
  ])('%s', (_situation, change, reason) => {
    expect(raised('OPENING', change)?.task.reason ?? null).toBe(reason);
  });

  it('says why in one sentence', () => {
    expect(raised('OPENING', { company: joined('2024-02-01') })?.because).toBe(
      'Entreprise cliente depuis le 1er février 2024 : la mise à jour automatique n’est pas permise à celles arrivées à partir du 1er décembre 2023.',
    );
    expect(raised('OPENING', { sheets: TWO })?.because).toBe('2 taux en place : une personne confirme chacun d’eux.');
  });

  it('pre-fills what is on file, highest rate first, without 999ZZ', () => {
    const task = raised('OPENING', {
      sheets: [sheet('2025-01-01 DECLARED 452BEB 0.64, 999ZZ 0.00, 452BE 3.10')],
    })?.task;
    expect(task).toMatchObject({ kind: 'ANNUAL_RENEWAL', cause: '2026', period: '2026-01' });
    expect(task?.prefill.effectiveFrom).toBe('2026-01-01');
    expect(task?.prefill.profiles.map(({ code, office, rate }) => [code, office, rate])).toEqual([
      ['452BE', false, 310],
      ['452BE', true, 64],
    ]);
  });

  it('takes the published part of a mixed sheet from the table of the year', () => {
    const task = raised('OPENING', { sheets: [sheet('2025-01-01 DECLARED 511TH 0.76, RA110 2.50')] })?.task;
    expect(task?.prefill.profiles.map(({ code, rate }) => `${code} ${formatRate(rate)}`)).toEqual([
      'RA110 2.50',
      '511TH 0.73',
    ]);
  });
});

describe('the closing of a campaign asks wherever nothing has come', () => {
  it.each<[string, Partial<CampaignDossier>, string | null]>([
    ['an open contract and the rate of last year', {}, 'NOT_RECEIVED'],
    ['an open contract and nothing on file', { sheets: [] }, 'NOT_RECEIVED'],
    ['no contract is known', { contracts: 'UNKNOWN' }, null],
    ['every contract has ended', { contracts: 'ENDED' }, null],
    ['a rate notified for that date', { sheets: [sheet('2026-01-01 NOTIFIED 553AC 1.80')] }, null],
    ['a rate notified from February only', { sheets: [sheet('2026-02-01 NOTIFIED 553AC 1.80')] }, 'NOT_RECEIVED'],
    ['a task waits already', { renewal: 'OPEN' }, null],
    ['a first payroll waits for the rate already', { firstPayroll: true }, null],
    ['the task was answered, with another date', { renewal: 'DONE' }, null],
    ['a document is held', { held: { gardes: 'MULTIPLIE', avant: '1.78', notifie: '4.00' } }, 'NOT_RECEIVED'],
  ])('%s', (_situation, change, reason) => {
    expect(raised('CLOSING', change)?.task.reason ?? null).toBe(reason);
  });

  it('says that a notified rate is held behind the task', () => {
    const held = { gardes: 'MULTIPLIE', avant: '1.78', notifie: '4.00' };
    const note = raised('CLOSING', { held })?.task.prefill.note;
    expect(note).toContain('Un taux notifié au 1er janvier 2026 est retenu : le taux double au moins');
    expect(raised('CLOSING', {})?.task.prefill.note).toBeNull();
  });
});

describe('the codes of D. 242-6-22 are never notified', () => {
  const published = (change: Partial<CampaignDossier>) => planRenewal('OPENING', situation(change), world);

  it('their rate of the year is published from the national table, and nobody is asked', () => {
    const plan = published({ sheets: [sheet('2025-05-01 PUBLISHED 511TH 0.76')] });
    expect(plan.published?.map(({ code, rate }) => [code, rate])).toEqual([['511TH', 73]]);
    expect(plan.raised).toBeNull();
  });

  it('once published it is not published again', () => {
    const sheets = [sheet('2026-01-01 PUBLISHED 511TH 0.73')];
    expect(published({ sheets })).toEqual({ published: null, raised: null });
    expect(planRenewal('CLOSING', situation({ sheets }), world)).toEqual({ published: null, raised: null });
  });

  it('a key declared at two rates is published once', () => {
    expect(published({ sheets: [sheet('2025-12-01 DECLARED 511TH 0.77, 511TH 0.76')] }).published).toHaveLength(1);
  });

  it('what a person entered for that date stands', () => {
    expect(published({ sheets: [sheet('2026-01-01 ENTERED 511TH 0.80')] }).published).toBeNull();
  });

  it('beside a notified code the feed brings the whole sheet', () => {
    expect(published({ sheets: [sheet('2025-05-01 NOTIFIED 553AC 1.78, 511TH 0.76')] }).published).toBeNull();
  });
});
