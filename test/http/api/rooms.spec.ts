import { givenDeclared } from '../../support/rows';
import { openBrowsing, type Browsing } from '../../support/browsing';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { givenKey, Program } from '../../support/program';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const [SEVERAL, BY_ITSELF, HELD, THIRD] = [1, 2, 3, 4].map((nic) => siretOf(1, nic)).map(String);
const SIREN = siretOf(1).slice(0, 9);
const OTHERS = siretOf(2);

let house: TestHouse;
let browsing: Browsing;
let program: Program;

const line = (siret: string | undefined, text: string): string => lineOf((siret ?? '') as typeof OTHERS, text);

beforeAll(async () => {
  house = await openTestHouse();
  browsing = await openBrowsing(house);
  program = new Program(browsing.pages, await givenKey(house, { companies: [SIREN] }));
  for (const siret of [SEVERAL, BY_ITSELF, HELD, THIRD, OTHERS])
    await given(house, siret as typeof OTHERS, { sheets: ['2025-05-01 NOTIFIED 553AC 1.78'], employees: { M1: {} } });
  await givenDeclared(house, { siret: BY_ITSELF ?? '', period: '2025-12', matricule: 'M1', code: '553AC', rate: 178 });
  await received(
    house,
    ...[SEVERAL, THIRD, OTHERS].flatMap((siret) => [
      line(siret, '553AC 1.80 2026-01-01 2026-01-03'),
      line(siret, '553ACB 0.70 2026-01-01 2026-01-03'),
    ]),
    line(BY_ITSELF, '553AC 1.82 2026-01-01 2026-01-03'),
    line(HELD, '553AC 9.00 2026-01-01 2026-01-03'),
  );
});
afterAll(async () => {
  await browsing.close();
  await house.close();
});

interface Listed {
  readonly data: readonly { readonly id: string; readonly siret: string; readonly kind?: string }[];
  readonly next: string | null;
}

const taskOf = async (siret: string | undefined): Promise<string> =>
  ((await program.get(`/api/v1/tasks?siret=${siret ?? ''}`)).json as Listed).data[0]?.id ?? '';

describe('tasks', () => {
  it('are read page after page, by the cursor or by the link, to the automatic updates at the end', async () => {
    const found: string[] = [];
    for (let url: string | null = '/api/v1/tasks?status=ALL&limit=1'; url !== null;) {
      const answer = await program.get(url);
      const { data, next } = answer.json as Listed;
      found.push(...data.map(({ siret, kind }) => `${siret} ${String(kind)}`));
      const link = /<([^>]+)>; rel="next"/.exec(String(answer.headers.link))?.[1] ?? null;
      expect(link === null).toBe(next === null);
      url = link;
    }
    expect(found.toSorted()).toEqual(
      [
        `${String(SEVERAL)} ANNUAL_RENEWAL`,
        `${String(THIRD)} ANNUAL_RENEWAL`,
        `${String(BY_ITSELF)} DONE_FOR_YOU`,
      ].toSorted(),
    );
    expect(found.at(-1)).toBe(`${String(BY_ITSELF)} DONE_FOR_YOU`);
  });

  it('refuse a cursor that was given for other filters', async () => {
    const { next } = (await program.get('/api/v1/tasks?limit=1')).json as Listed;
    expect(await program.get(`/api/v1/tasks?limit=1&status=ALL&cursor=${String(next)}`)).toMatchObject({
      status: 400,
      json: { code: 'CURSEUR_REFUSE' },
    });
  });

  it('say what they propose and why; so does what was done by itself', async () => {
    expect((await program.get(`/api/v1/tasks/${await taskOf(SEVERAL)}`)).json).toMatchObject({
      siret: SEVERAL,
      status: 'OPEN',
      prefill: { effectiveFrom: '2026-01-01', profiles: [{ codeDsn: '553AC', rate: '1.80' }, { codeDsn: '553ACB' }] },
      outcome: null,
      why: [expect.stringContaining('Plusieurs taux'), expect.stringContaining('Document reçu')],
    });
    const { data } = (await program.get('/api/v1/tasks?kind=DONE_FOR_YOU&status=DONE')).json as Listed;
    expect((await program.get(`/api/v1/tasks/${data[0]?.id ?? ''}`)).json).toMatchObject({
      siret: BY_ITSELF,
      kind: 'DONE_FOR_YOU',
      status: 'DONE',
      outcome: { changes: [{ effectiveFrom: '2026-01-01', before: [{ rate: '1.78' }], after: [{ rate: '1.82' }] }] },
    });
  });

  it('name every fault of an answer where it stands, and change nothing', async () => {
    const id = await taskOf(SEVERAL);
    const profiles = [
      { codeRisque: '553AC', rate: '1.80' },
      { codeRisque: '553AC', office: true, rate: 'beaucoup' },
    ];
    expect(await program.post(`/api/v1/tasks/${id}/answer`, { profiles, autre: 1 })).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '#/autre' }] },
    });
    expect(await program.post(`/api/v1/tasks/${id}/answer`, { profiles })).toMatchObject({
      status: 422,
      json: { code: 'REPONSES_REFUSEES', errors: [{ pointer: '#/profiles/1/rate' }] },
    });
    expect((await program.get(`/api/v1/tasks/${id}`)).json).toMatchObject({ status: 'OPEN' });
  });

  it('are done by an answer, once, in the name of the key', async () => {
    const id = await taskOf(SEVERAL);
    expect(await program.post(`/api/v1/tasks/${id}/answer`, { confirm: true })).toMatchObject({
      status: 200,
      json: { id, status: 'DONE', outcome: { by: 'clé : Logiciel de paie' } },
    });
    expect(await program.post(`/api/v1/tasks/${id}/answer`, { confirm: true })).toMatchObject({
      status: 409,
      json: { code: 'TACHE_TERMINEE' },
    });
  });

  it('are put off to a month to come', async () => {
    const id = await taskOf(THIRD);
    const postpone = (until: string) =>
      program.post(`/api/v1/tasks/${id}/postpone`, { until, reason: 'notice attendue' });
    expect(await postpone('2025-12')).toMatchObject({ status: 422, json: { code: 'MOIS_PASSE' } });
    expect(await postpone('2026-03')).toMatchObject({
      status: 200,
      json: { postponedUntil: '2026-03', postponements: 1 },
    });
    expect((await program.get(`/api/v1/tasks/${id}`)).json).toMatchObject({
      postponed: [{ until: '2026-03', reason: 'notice attendue', actor: 'clé : Logiciel de paie' }],
    });
  });
});

describe('an establishment', () => {
  const of = (path: string) => program.get(`/api/v1/establishments/${String(BY_ITSELF)}${path}`);

  it('has the rates of a day as they were known at an instant', async () => {
    expect((await of('/rates?on=2026-01-31')).json).toMatchObject({
      sheet: { effectiveFrom: '2026-01-01', source: 'NOTIFIED', profiles: [{ codeRisque: '553AC', rate: '1.82' }] },
    });
    expect((await of('/rates?on=2026-01-31&knownAt=2026-01-01T00:00:00Z')).json).toMatchObject({
      sheet: { effectiveFrom: '2025-05-01', profiles: [{ rate: '1.78' }] },
    });
    expect((await of('/rates?on=2020-01-31')).json).toMatchObject({ sheet: null });
  });

  it('has a history, a reason and an estimate', async () => {
    expect((await of('/rates/history')).json).toMatchObject({
      sheets: [
        { effectiveFrom: '2025-05-01', until: '2025-12-31' },
        { effectiveFrom: '2026-01-01', until: null, source: 'NOTIFIED' },
      ],
    });
    expect((await of('/why?on=2026-01-31')).json).toMatchObject({
      rate: '1.82',
      before: '1.78',
      rule: 'TAUX_UNIQUE',
      employees: [{ matricule: 'M1', rate: '1.82' }],
    });
    expect((await of('/estimate')).json).toEqual({ months: [], total: '0.00' });
  });

  it('is paid with a code and a rate per contract', async () => {
    expect((await of('/payroll/2026-01')).json).toEqual({
      siret: BY_ITSELF,
      period: '2026-01',
      employees: [{ matricule: 'M1', contract: '00001', codeRisque: '553AC', rate: '1.82' }],
      blocking: [],
    });
  });

  it('says when its payroll runs', async () => {
    const run = (running: boolean) =>
      program.post(`/api/v1/establishments/${String(BY_ITSELF)}/payroll-runs/2026-01`, { running });
    expect(await run(true)).toMatchObject({
      status: 200,
      json: { siret: BY_ITSELF, period: '2026-01', running: true },
    });
    expect(await run(false)).toMatchObject({ status: 200, json: { running: false } });
  });
});

describe('a company', () => {
  it('is found, with its establishments', async () => {
    expect((await program.get('/api/v1/companies')).json).toMatchObject({
      data: [{ siren: SIREN, establishments: 4 }],
    });
    const { data } = (await program.get(`/api/v1/companies/${SIREN}/establishments`)).json as Listed;
    expect(data.map(({ siret }) => siret)).toEqual([SEVERAL, BY_ITSELF, HELD, THIRD].toSorted());
  });

  it('is paid line by line, with a last line that counts', async () => {
    const answer = await program.get(`/api/v1/companies/${SIREN}/payroll/2026-01`);
    expect(answer.headers['content-type']).toBe('application/x-ndjson');
    const lines = answer.body.trimEnd().split('\n');
    expect(lines.slice(0, -1).map((text) => (JSON.parse(text) as { siret: string }).siret)).toEqual(
      [SEVERAL, BY_ITSELF, HELD, THIRD].toSorted(),
    );
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ establishments: 4 });
  });
});

describe('what is held', () => {
  it('is released for a reason, which never holds a number of social security', async () => {
    const { data } = (await program.get('/api/v1/held')).json as Listed;
    expect(data).toMatchObject([{ siret: HELD, guards: ['MULTIPLIE'] }]);
    const release = (reason: string) => program.post(`/api/v1/held/${data[0]?.id ?? ''}/release`, { reason });
    expect(await release('1 85 05 78 006 084 36')).toMatchObject({ status: 422, json: { code: 'NIR_INTERDIT' } });
    expect(await release('   ')).toMatchObject({ status: 422, json: { code: 'MOTIF_ABSENT' } });
    expect(await release('vu avec la caisse')).toMatchObject({ status: 200, json: { verdict: 'AUTO_UPDATED' } });
    expect(await release('encore')).toMatchObject({ status: 404, json: { code: 'RETENUE_INCONNUE' } });
  });
});
