import { systemCaller, type Caller } from '#application/access/caller';
import { RunCampaign } from '#application/campaign/run-campaign';
import type { MonthLine } from '#application/month/month-line';
import { ReadClients } from '#application/month/read-clients';
import { ReadMonth, type Month, type MonthQuestion } from '#application/month/read-month';
import { NO_FILTER, type MonthFilter } from '#domain/tasks/month';
import type { Period } from '#domain/values/local-date';
import { trusted } from '#domain/values/result';
import { sirenOf, type Siret } from '#domain/values/siret';
import { monthFigures } from '#storage/tasks/month-figures';
import { given, lineOf, received, siretOf, type EstablishmentFacts } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

let house: TestHouse;
beforeAll(async () => (house = await openTestHouse('2026-01-10T09:00:00.000Z')));
afterAll(() => house.close());

const bakery = siretOf(1);
const forge = siretOf(2);
const clinic = siretOf(3);
const contradicted = siretOf(4);
const elsewhere = siretOf(5);
const ours = [bakery, forge, clinic, contradicted].map(sirenOf);
const us: Caller = { actor: 'personne : Anne', scope: { companies: ours } };
const others: Caller = { actor: 'personne : Jean', scope: { companies: [sirenOf(elsewhere)] } };

const asked = (filter: Partial<MonthFilter> = {}, rest: Partial<MonthQuestion> = {}): MonthQuestion => ({
  month: null,
  state: null,
  page: 1,
  ...rest,
  filter: { ...NO_FILTER, ...filter },
});
const month = async (question = asked(), caller = us): Promise<Month> =>
  trusted(await house.verb(ReadMonth).run(question, caller));
const shown = async (question: MonthQuestion, caller = us): Promise<readonly Siret[]> =>
  (await month(question, caller)).lines.map(({ siret }) => siret as Siret);
const only = ({ lines }: Month): MonthLine => {
  const [line] = lines;
  if (line === undefined || lines.length > 1) throw new Error(`${lines.length} lines`);
  return line;
};
const toDo = { state: 'TO_DO' } as const;

beforeAll(async () => {
  const sheets = ['2025-05-01 NOTIFIED 553AC 1.78'];
  const company = (siret: Siret, facts: EstablishmentFacts) => given(house, siret, { sheets, ...facts });
  await company(bakery, { name: 'Boulangerie Pétrin d’Argent', town: 'Rennes', postcode: '35000' });
  await company(forge, { name: 'Forges de l’Aubrac', town: 'Rodez', postcode: '12000', automation: false });
  await company(clinic, { name: 'Sœurs du Lac', town: 'Ajaccio', postcode: '20000', automation: false });
  await company(contradicted, {
    name: 'Wok & Sésame',
    town: 'Paris',
    postcode: '75019',
    sheets: [...sheets, '2025-09-01 ENTERED 553AC 1.90'],
  });
  await company(elsewhere, { name: 'Forges d’ailleurs', automation: false });
  await house.verb(RunCampaign).run(2026, { close: false, dryRun: false, effectiveFrom: null, actor: 'test' });
  await received(
    house,
    lineOf(bakery, '553AC 1.82 2026-01-01 2026-01-03'),
    lineOf(forge, '553AC 1.85 2026-01-01 2026-01-03'),
    lineOf(contradicted, '553AC 1.95 2025-09-01 2026-01-03'),
  );
});

describe('a payroll month', () => {
  it('counts what is to do, postponed, done, and done for you', async () => {
    expect(await month()).toMatchObject({
      month: '2026-01',
      state: 'TO_DO',
      counts: { TO_DO: 3, POSTPONED: 0, DONE: 0, DONE_FOR_YOU: 1 },
      hasNextPage: false,
    });
  });

  it('shows the most urgent first', async () => {
    const { lines } = await month();
    expect(lines.map((line) => ('kind' in line ? line.kind : 'DONE_FOR_YOU'))).toEqual([
      'INCOHERENCE',
      'ANNUAL_RENEWAL',
      'ANNUAL_RENEWAL',
    ]);
  });

  it('says what is proposed, before and after, where and by which caisse', async () => {
    const line = only(await month(asked({ company: sirenOf(forge) })));
    expect(line).toMatchObject({
      company: 'Forges de l’Aubrac',
      town: 'Rodez',
      caisse: 'Carsat Midi-Pyrénées',
      period: '2026-01',
      reason: 'AUTOMATION_NOT_ALLOWED',
      feed: expect.any(Number) as number,
      notAtOnce: null,
      rates: [{ code: '553AC', before: '1,78\u202f%', after: '1,85\u202f%' }],
    });
  });

  it('proposes what is on file while the caisse has notified nothing, and does not let it be confirmed unseen', async () => {
    const line = only(await month(asked({ company: sirenOf(clinic) })));
    expect(line).toMatchObject({
      feed: null,
      rates: [{ code: '553AC', before: null, after: '1,78\u202f%' }],
      notAtOnce: { code: 'RIEN_A_CONFIRMER' },
    });
  });

  it('says why something was done for you', async () => {
    const line = only(await month(asked({}, { state: 'DONE_FOR_YOU' })));
    expect(line).toMatchObject({
      id: expect.stringMatching(`^auto-\\d+-${bakery}$`) as string,
      company: 'Boulangerie Pétrin d’Argent',
      effectiveFrom: '2026-01-01',
      rates: [{ before: '1,78\u202f%', after: '1,82\u202f%' }],
      why: expect.stringContaining('Taux unique') as string,
    });
  });

  it('leads to the months before and after that hold something', async () => {
    const january = await month();
    expect(january.months).toEqual(['2026-01']);
    const may = await month(asked({}, { month: '2026-05' }));
    expect(may).toMatchObject({ previous: '2026-01', next: null, months: ['2026-01', '2026-05'] });
    expect(may.counts).toMatchObject({ TO_DO: 3, DONE_FOR_YOU: 0 });
    const before = await month(asked({}, { month: '2025-11' }));
    expect(before).toMatchObject({ previous: null, next: '2026-01', counts: { TO_DO: 0 } });
  });

  it('is refused when it is none', async () => {
    const answer = await house.verb(ReadMonth).run(asked({}, { month: '2026-13' }), us);
    expect(answer).toMatchObject({ refusal: { code: 'MOIS_ILLISIBLE' } });
  });
});

describe('the search', () => {
  it.each<[string, string, Siret[]]>([
    ['a name, whatever its case, accents and apostrophes', "FORGES DE L'AUBRAC", [forge]],
    ['a part of a name', 'sesame', [contradicted]],
    ['a ligature', 'soeurs', [clinic]],
    ['a SIREN written in groups', `${forge.slice(0, 3)} ${forge.slice(3, 6)} ${forge.slice(6, 9)}`, [forge]],
    ['the first digits of a SIRET', clinic.slice(0, 12), [clinic]],
    ['a name that nobody bears', 'pharmacie', []],
    ['signs that mean something to a database', '%', [contradicted, forge, clinic]],
  ])('finds %s', async (_case, search, found) => {
    expect(await shown(asked({ search }, toDo))).toEqual(found);
  });

  it('finds what was done for you too, and counts what it finds', async () => {
    expect(await shown(asked({ search: 'petrin' }))).toEqual([bakery]);
    expect((await month(asked({ search: 'petrin' }))).counts).toEqual({
      TO_DO: 0,
      POSTPONED: 0,
      DONE: 0,
      DONE_FOR_YOU: 1,
    });
  });
});

describe('the filters', () => {
  it.each<[string, Partial<MonthFilter>, Siret[]]>([
    ['a kind', { kind: 'INCOHERENCE' }, [contradicted]],
    ['a reason', { reason: 'AUTOMATION_NOT_ALLOWED' }, [forge, clinic]],
    ['a caisse of several départements', { caisse: 'Carsat Midi-Pyrénées' }, [forge]],
    ['the caisse of Corsica', { caisse: 'Carsat Sud-Est' }, [clinic]],
    ['the MSA, which has none of them', { caisse: 'MSA' }, []],
    ['a caisse that does not exist', { caisse: 'Carsat de la Lune' }, []],
    ['never postponed', { followUp: 'NEVER_POSTPONED' }, [contradicted, forge, clinic]],
    ['already postponed', { followUp: 'POSTPONED_BEFORE' }, []],
    ['late, which nothing is in its own month', { followUp: 'LATE' }, []],
  ])('keep %s', async (_case, filter, found) => {
    expect(await shown(asked(filter, toDo))).toEqual(found);
  });

  it('call late what an earlier payroll left', async () => {
    expect(await shown(asked({ followUp: 'LATE' }, { ...toDo, month: '2026-02' }))).toHaveLength(3);
  });

  it('keep the MSA apart: an agricultural code is none of the caisse of its place', async () => {
    await house.sql(
      `UPDATE task SET prefill = jsonb_set(prefill, '{profiles,0,code}', '"RA110"') WHERE siret = $1 AND status = 'OPEN'`,
      [clinic],
    );
    expect(await shown(asked({ caisse: 'MSA' }, toDo))).toEqual([clinic]);
    expect(await shown(asked({ caisse: 'Carsat Sud-Est' }, toDo))).toEqual([]);
  });
});

describe('another company', () => {
  it('is neither listed nor counted, whatever is searched', async () => {
    expect(await shown(asked({ search: 'forges' }, toDo))).toEqual([forge]);
    expect(await shown(asked({ search: 'forges' }, toDo), others)).toEqual([elsewhere]);
    expect((await month(asked(), others)).counts).toEqual({ TO_DO: 1, POSTPONED: 0, DONE: 0, DONE_FOR_YOU: 0 });
  });

  it('asked for by its SIREN is unknown', async () => {
    const answer = await house.verb(ReadMonth).run(asked({ company: sirenOf(bakery) }), others);
    expect(answer).toMatchObject({ refusal: { code: 'ENTREPRISE_INCONNUE' } });
  });

  it('of nobody is nothing at all', async () => {
    const nobody: Caller = { actor: 'personne : Léa', scope: { companies: [] } };
    expect(await month(asked(), nobody)).toMatchObject({
      counts: { TO_DO: 0, POSTPONED: 0, DONE: 0, DONE_FOR_YOU: 0 },
      months: ['2026-01'],
    });
  });

  it('is kept out by the second wall where the first is missing', async () => {
    const unbound = { month: '2026-01' as Period, filter: NO_FILTER, companies: [...ours, sirenOf(elsewhere)] };
    const bound = { companies: [sirenOf(elsewhere)] };
    const { counts } = await house.database.transaction(bound, (tx) => monthFigures(tx, unbound));
    expect(counts).toEqual({ TO_DO: 1, POSTPONED: 0, DONE: 0, DONE_FOR_YOU: 0 });
  });

  it('is seen by support, with the rest', async () => {
    const all = await month(asked(), systemCaller('support'));
    expect(all.counts).toEqual({ TO_DO: 4, POSTPONED: 0, DONE: 0, DONE_FOR_YOU: 1 });
    expect(await shown(asked({}, { state: 'DONE_FOR_YOU' }), systemCaller('support'))).toEqual([bakery]);
  });
});

describe('the clients of an accountant', () => {
  it('are told by state, those with something to do first', async () => {
    const { lines } = trusted(
      await house.verb(ReadClients).run({ month: null, search: null, order: 'URGENCY', page: 1 }, us),
    );
    expect(lines.map(({ company, counts, oldest }) => [company, ...Object.values(counts), oldest])).toEqual([
      ['Forges de l’Aubrac', 1, 0, 0, 0, '2026-01'],
      ['Sœurs du Lac', 1, 0, 0, 0, '2026-01'],
      ['Wok & Sésame', 1, 0, 0, 0, '2026-01'],
      ['Boulangerie Pétrin d’Argent', 0, 0, 0, 1, null],
    ]);
  });

  it('are found by name or SIREN, and sorted by name', async () => {
    const clients = async (search: string | null) =>
      trusted(await house.verb(ReadClients).run({ month: '2026-01', search, order: 'NAME', page: 1 }, us)).lines.map(
        ({ company }) => company,
      );
    expect(await clients(null)).toEqual([
      'Boulangerie Pétrin d’Argent',
      'Forges de l’Aubrac',
      'Sœurs du Lac',
      'Wok & Sésame',
    ]);
    expect(await clients('pétrin')).toEqual(['Boulangerie Pétrin d’Argent']);
    expect(await clients(clinic.slice(0, 9))).toEqual(['Sœurs du Lac']);
    expect(await clients('d’ailleurs')).toEqual([]);
  });
});
