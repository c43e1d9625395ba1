import { systemCaller, type Caller } from '#application/access/caller';
import { RunCampaign } from '#application/campaign/run-campaign';
import { AnswerTask } from '#application/tasks/answer-task';
import { ListTasks } from '#application/tasks/list-tasks';
import { ReadNextStep } from '#application/tasks/read-next-step';
import { ReadTask } from '#application/tasks/read-task';
import { SaveDraft, type DraftChange } from '#application/tasks/save-draft';
import { SubmitDraft } from '#application/tasks/submit-draft';
import type { Answers } from '#domain/journey/answers';
import { trusted } from '#domain/values/result';
import type { Siret } from '#domain/values/siret';
import { given, lineOf, received, siretOf, type EstablishmentFacts } from '../../support/facts';
import { givenDeclared } from '../../support/rows';
import { openTestHouse, type TestHouse } from '../../support/test-house';

let house: TestHouse;
let company = 0;
beforeAll(async () => (house = await openTestHouse()));
afterAll(() => house.close());

interface Asked {
  readonly siret: Siret;
  readonly id: string;
  readonly anne: Caller;
  readonly paul: Caller;
}

/** A renewal that two people of one company may answer. */
async function asked(facts: EstablishmentFacts = {}): Promise<Asked> {
  const sheets = ['2025-05-01 NOTIFIED 158CD 2.11'];
  const siret = await given(house, siretOf(++company), { sheets, automation: false, employees: { M1: {} }, ...facts });
  trusted(await house.verb(RunCampaign).run(2026, { close: false, dryRun: false, effectiveFrom: null, actor: 'test' }));
  const [task] = trusted(await house.verb(ListTasks).run({ period: null, siret, all: false }, systemCaller('test')));
  const scope = { companies: [siret.slice(0, 9)] };
  const [anne, paul] = ['personne : Anne', 'personne : Paul'].map((actor) => ({ actor, scope }));
  if (anne === undefined || paul === undefined) throw new Error('two people');
  return { siret, id: task?.id ?? 'no task', anne, paul };
}

const save = async (id: string, version: number, fields: DraftChange['fields'], caller: Caller) =>
  trusted(await house.verb(SaveDraft).run(id, { version, fields }, caller));
const submit = (id: string, version: number, caller: Caller, proposal: number | null = null) =>
  house.verb(SubmitDraft).run(id, { version, proposal }, caller);
const read = async (id: string, caller: Caller) => trusted(await house.verb(ReadTask).run(id, caller));
const one = (rate: string): Partial<Answers> => ({
  case: 'single',
  profiles: [{ codeRisque: '158CD', section: null, office: false, rate }],
});

describe('what is typed', () => {
  it('is found again by a colleague, page after page', async () => {
    const { id, anne, paul } = await asked();
    await save(id, 0, { case: 'several', count: '2' }, anne);
    await save(id, 1, one('2,12'), paul);
    const { draft } = await read(id, anne);
    expect(draft).toMatchObject({
      version: 2,
      answers: { case: 'single', count: '2', profiles: [{ codeRisque: '158CD', rate: '2,12' }] },
      by: { actor: 'personne : Paul', at: '2026-01-06T09:00:00.000Z' },
    });
  });

  it('is no fact: the journal hears of it once it is the answer', async () => {
    const { siret, id, anne } = await asked();
    const entries = () => house.sql('SELECT seq FROM audit_entry WHERE siret = $1', [siret]);
    const before = await entries();
    await save(id, 0, one('2,12'), anne);
    expect(await entries()).toEqual(before);
  });

  it('holds no NIR, wherever somebody types one', async () => {
    const { id, anne } = await asked();
    const nir = '1 85 05 78 006 084 36';
    const profiles = [{ codeRisque: nir, section: null, office: false, rate: '2,12' }];
    await save(id, 0, { case: 'single', profiles, reasons: [{ warning: 'VIRGULE', reason: `voir ${nir}` }] }, anne);
    const [row] = await house.sql<{ kept: string }>('SELECT answers::text AS kept FROM task_draft WHERE task_id = $1', [
      id,
    ]);
    expect(row?.kept).toContain('2,12');
    expect(row?.kept).not.toContain('85 05');
  });

  it('at once by two people in other fields: both are kept, and the second is told', async () => {
    const { id, anne, paul } = await asked();
    await save(id, 0, one('2,12'), anne);
    await save(id, 1, { effectiveFrom: '01/02/2026' }, paul);
    const saved = await save(id, 1, { ...one('2,20') }, anne);
    expect(saved).toMatchObject({
      kind: 'SAVED',
      draft: { version: 3, answers: { effectiveFrom: '01/02/2026', profiles: [{ rate: '2,20' }] } },
      others: { by: { actor: 'personne : Paul' }, fields: ['Date d’effet'] },
    });
  });

  it('at once by two people in one field: nothing is saved until the second chooses, nothing is lost', async () => {
    const { id, anne, paul } = await asked();
    await save(id, 0, one('2,12'), anne);
    await save(id, 1, one('2,20'), paul);
    const late = await save(id, 1, one('2,40'), anne);
    expect(late).toMatchObject({
      kind: 'DISAGREED',
      theirs: { version: 2, by: { actor: 'personne : Paul' } },
      merged: { disagreements: [{ label: 'Profil 1, taux', mine: '2,40', theirs: '2,20' }] },
    });
    expect((await read(id, anne)).draft).toMatchObject({ version: 2, answers: { profiles: [{ rate: '2,20' }] } });
    if (late.kind !== 'DISAGREED') throw new Error('they agree');
    await save(id, 2, late.merged.withMine, anne);
    expect((await read(id, anne)).draft).toMatchObject({ version: 3, answers: { profiles: [{ rate: '2,40' }] } });
  });

  it('in the same instant: one version follows the other', async () => {
    const { id, anne, paul } = await asked();
    const saved = await Promise.all([
      save(id, 0, { count: '2' }, anne),
      save(id, 0, { effectiveFrom: '01/02/2026' }, paul),
    ]);
    expect(saved.map(({ kind }) => kind)).toEqual(['SAVED', 'SAVED']);
    expect((await read(id, anne)).draft).toMatchObject({
      version: 2,
      answers: { count: '2', effectiveFrom: '01/02/2026' },
    });
  });

  it('is nobody’s of another company: neither read nor changed nor submitted', async () => {
    const { id, anne } = await asked();
    const { anne: other } = await asked();
    await save(id, 0, one('2,12'), anne);
    for (const refused of [
      await house.verb(ReadTask).run(id, other),
      await house.verb(SaveDraft).run(id, { version: 1, fields: one('9,99') }, other),
      await submit(id, 1, other),
      await house.verb(ReadNextStep).run(id, other),
    ])
      expect(refused).toMatchObject({ ok: false, refusal: { code: 'TACHE_INCONNUE' } });
    const rows = await house.database.transaction(other.scope, (tx) => tx.query('SELECT 1 FROM task_draft'));
    expect(rows).toEqual([]);
  });
});

describe('what was read over', () => {
  it('becomes the answer, with the reasons of its warnings in outcome and journal', async () => {
    const { siret, id, anne } = await asked();
    await house.sql('UPDATE company SET headcount_hundredths = 1200 WHERE siren = $1', [siret.slice(0, 9)]);
    await save(id, 0, one('2,40'), anne);
    expect(await submit(id, 1, anne)).toMatchObject({ ok: false, refusal: { fields: [{ code: 'MOTIF_ATTENDU' }] } });
    await save(id, 1, { reasons: [{ warning: 'TAUX_COLLECTIF_AUTRE', reason: 'lettre de la Carsat' }] }, anne);
    trusted(await submit(id, 2, anne));
    const kept = [{ rule: 'TAUX_COLLECTIF_AUTRE', reason: 'lettre de la Carsat' }];
    const [row] = await house.sql<{ outcome: unknown }>('SELECT outcome FROM task WHERE id = $1', [id]);
    expect(row?.outcome).toMatchObject({ warnings: kept });
    const [entry] = await house.sql<{ body: string }>(
      'SELECT body FROM audit_entry WHERE siret = $1 ORDER BY seq DESC LIMIT 1',
      [siret],
    );
    expect(JSON.parse(entry?.body ?? '')).toMatchObject({ warnings: kept });
  });

  it('is not what a colleague has changed meanwhile', async () => {
    const { id, anne, paul } = await asked();
    await save(id, 0, one('2,12'), anne);
    await save(id, 1, one('2,20'), paul);
    const late = await submit(id, 1, anne);
    expect(late).toMatchObject({ ok: false, refusal: { code: 'BROUILLON_CHANGE' } });
    expect(late.ok ? '' : late.refusal.message).toContain('Paul');
  });

  it('is not what a newer document proposes meanwhile', async () => {
    const { siret, id, anne } = await asked();
    await received(house, lineOf(siret, '158CD 2.12 2026-01-01 2026-01-03'));
    const { task } = await read(id, anne);
    await save(id, 0, { confirm: true, case: null }, anne);
    await received(house, lineOf(siret, '158CD 2.20 2026-01-01 2026-01-05'));
    expect(await submit(id, 1, anne, task.prefill.feed)).toMatchObject({ refusal: { code: 'PROPOSITION_CHANGEE' } });
    const { task: now } = await read(id, anne);
    trusted(await submit(id, 1, anne, now.prefill.feed));
  });

  it('counts once, and the second is told that it is done', async () => {
    const { id, anne, paul } = await asked();
    await save(id, 0, one('2,12'), anne);
    const both = await Promise.all([submit(id, 1, anne), submit(id, 1, paul)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: 'TACHE_TERMINEE' } });
  });
});

describe('a task on its pages', () => {
  it('says why with the figures, the file and its day, and what one click would confirm', async () => {
    const { siret, id, anne } = await asked();
    await received(house, lineOf(siret, '158CD 2.12 2026-01-01 2026-01-03'));
    const shown = await read(id, anne);
    expect(shown.why.join(' ')).toMatch(/taux-[0-9a-f]{8}\.csv, le 6 janvier 2026/);
    expect(shown.notAtOnce).toBeNull();
    expect(shown.establishment).toMatchObject({ town: 'Nantes', caisse: { name: 'Carsat Pays de la Loire' } });
    expect(shown.employees).toBe(1);
  });

  it('counts what waiting costs from the latest declared month', async () => {
    const { siret, id, anne } = await asked();
    await givenDeclared(house, { siret, period: '2025-12', matricule: 'M1', code: '158CD', rate: 211, base: 3000 });
    await received(house, lineOf(siret, '158CD 2.41 2026-01-01 2026-01-03'));
    expect((await read(id, anne)).waiting).toMatchObject({ kind: 'KNOWN', perMonth: 9_00, period: '2025-12' });
  });
});

describe('once it is answered', () => {
  it('says in which payroll the rate appears, and which establishment comes next', async () => {
    const first = await asked();
    const next = async () => trusted(await house.verb(ReadNextStep).run(first.id, systemCaller('test')));
    trusted(
      await house
        .verb(AnswerTask)
        .run(
          first.id,
          { case: 'single', profiles: [{ codeRisque: '158CD', rate: '2.12' }] },
          systemCaller('personne : Anne'),
        ),
    );
    expect(await next()).toMatchObject({
      task: { status: 'DONE' },
      outcome: { by: 'personne : Anne', effectiveFrom: '2026-01-01', affiliationTask: false },
      payroll: '2026-01',
      declared: [],
    });
    await givenDeclared(house, { siret: first.siret, period: '2026-01', matricule: 'M1', code: '158CD', rate: 211 });
    expect(await next()).toMatchObject({ payroll: '2026-02', declared: ['2026-01'] });
    const alone = trusted(await house.verb(ReadNextStep).run(first.id, first.anne));
    expect(alone.next).toBeNull();
    expect((await next()).next).not.toBeNull();
  });

  it('names the document when the rate arrived meanwhile', async () => {
    const { siret, id, anne } = await asked();
    await house.sql('UPDATE company SET automation = true WHERE siren = $1', [siret.slice(0, 9)]);
    await received(house, lineOf(siret, '158CD 2.13 2026-01-01 2026-01-04'));
    const ended = trusted(await house.verb(ReadNextStep).run(id, anne));
    expect(ended).toMatchObject({ task: { status: 'SUPERSEDED' }, outcome: { by: null } });
    expect(ended.document?.file).toMatch(/^taux-/);
  });
});
