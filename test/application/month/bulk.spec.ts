import { systemCaller, type Caller } from '#application/access/caller';
import { RunCampaign } from '#application/campaign/run-campaign';
import { ConfirmTasks } from '#application/month/confirm-tasks';
import { PostponeTasks } from '#application/month/postpone-tasks';
import { ReadSelection, type SelectionAsked } from '#application/month/read-selection';
import { ListTasks } from '#application/tasks/list-tasks';
import { NO_FILTER } from '#domain/tasks/month';
import { trusted } from '#domain/values/result';
import { sirenOf, type Siret } from '#domain/values/siret';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';
import { givenPortfolio } from './many';

let house: TestHouse;
let company = 0;
beforeAll(async () => (house = await openTestHouse('2026-01-10T09:00:00.000Z')));
afterAll(() => house.close());

const everyone = systemCaller('personne : Anne');
const boundTo = (...sirets: readonly Siret[]): Caller => ({ ...everyone, scope: { companies: sirets.map(sirenOf) } });
const campaign = () =>
  house.verb(RunCampaign).run(2026, { close: false, dryRun: false, effectiveFrom: null, actor: 'test' });

interface Renewal {
  readonly siret: Siret;
  readonly id: string;
}

/** Renewals that the machine may not do alone, notified by the caisse unless `notified` is empty. */
async function renewals(count: number, notified = '553AC 1.82'): Promise<Renewal[]> {
  const sirets: Siret[] = [];
  for (let n = 0; n < count; n++) {
    const sheets = ['2025-05-01 NOTIFIED 553AC 1.78'];
    sirets.push(await given(house, siretOf(++company), { sheets, automation: false, employees: { M1: {} } }));
  }
  trusted(await campaign());
  if (notified !== '')
    await received(house, ...sirets.map((siret) => lineOf(siret, `${notified} 2026-01-01 2026-01-03`)));
  return Promise.all(sirets.map(async (siret) => ({ siret, id: (await tasksOf(siret))[0]?.id ?? 'no task' })));
}
const tasksOf = async (siret: Siret) =>
  trusted(await house.verb(ListTasks).run({ period: null, siret, all: true }, systemCaller('test'))).filter(
    ({ kind }) => kind !== 'DONE_FOR_YOU',
  );
const idsOf = (tasks: readonly Renewal[]): string[] => tasks.map(({ id }) => id);
const postpone = (ids: readonly string[], until = '2026-03', reason = 'notification attendue', caller = everyone) =>
  house.verb(PostponeTasks).run({ ids, until, reason }, caller);
const selection = async (asked: SelectionAsked, caller = everyone) =>
  trusted(await house.verb(ReadSelection).run(asked, caller)).lines;
/** What the form carries: each task with the document whose proposal was read. */
async function seen(tasks: readonly Renewal[]): Promise<string[]> {
  const rows = await house.sql<{ seen: string }>(
    `SELECT id || '-' || coalesce(feed_id::text, '') AS seen FROM task WHERE id = ANY($1) ORDER BY id`,
    [idsOf(tasks)],
  );
  return rows.map((row) => row.seen);
}
const confirm = (proposals: readonly string[], caller = everyone) =>
  house.verb(ConfirmTasks).run({ seen: proposals }, caller);
const entriesOf = async (siret: Siret) =>
  (await house.sql<{ action: string }>('SELECT action FROM audit_entry WHERE siret = $1 ORDER BY seq', [siret])).map(
    ({ action }) => action,
  );

describe('postponing many tasks', () => {
  it('puts each off, keeps who and why, and writes one entry for each', async () => {
    const [a, b] = (await renewals(2)) as [Renewal, Renewal];
    const report = trusted(await postpone([a.id, b.id]));
    expect(report.counts).toEqual({ DONE: 2, ALREADY: 0, REFUSED: 0 });
    expect(report.lines[0]).toMatchObject({
      id: Number(a.id),
      company: 'Menuiserie Arnaud',
      outcome: 'DONE',
      message: 'Repoussée à mars 2026.',
    });
    for (const { siret } of [a, b]) {
      expect(await tasksOf(siret)).toMatchObject([{ status: 'OPEN', postponedUntil: '2026-03', postponements: 1 }]);
      expect(await entriesOf(siret)).toEqual(['task.postponed']);
    }
  });

  it('sent twice, or by two people at once, counts once', async () => {
    const tasks = await renewals(3);
    const reports = await Promise.all([postpone(idsOf(tasks)), postpone(idsOf(tasks).toReversed())]);
    const counts = reports.map((report) => trusted(report).counts.DONE).toSorted();
    expect(counts).toEqual([0, 3]);
    expect(trusted(await postpone(idsOf(tasks))).counts).toEqual({ DONE: 0, ALREADY: 3, REFUSED: 0 });
    for (const { siret } of tasks) expect(await tasksOf(siret)).toMatchObject([{ postponements: 1 }]);
  });

  it('says of each why it was not, and holds none of the others up', async () => {
    const [done, later, other] = (await renewals(3)) as [Renewal, Renewal, Renewal];
    trusted(await confirm(await seen([done])));
    await house.sql(`UPDATE task SET period = '2026-04' WHERE id = $1`, [later.id]);
    const report = trusted(await postpone([done.id, later.id, '999999999', other.id]));
    expect(report.lines.map(({ outcome, message }) => `${outcome} ${message}`)).toEqual([
      'REFUSED Cette tâche est déjà faite : rien n’a changé.',
      'REFUSED Elle concerne la paie d’avril 2026 : choisissez un mois postérieur.',
      'REFUSED La tâche n° 999999999 est introuvable : revenez à la liste du mois.',
      'DONE Repoussée à mars 2026.',
    ]);
  });

  it.each([
    ['no task', [], '2026-03', 'attente', 'AUCUNE_TACHE'],
    ['what is no number', ['12; DROP TABLE task'], '2026-03', 'attente', 'TACHE_INCONNUE'],
    ['too many', Array.from({ length: 501 }, (_, n) => String(n + 1)), '2026-03', 'attente', 'TROP_DE_TACHES'],
    ['no month', ['1'], '', 'attente', 'MOIS_ABSENT'],
    ['the month that runs', ['1'], '2026-01', 'attente', 'MOIS_PASSE'],
    ['a month that does not exist', ['1'], '2026-13', 'attente', 'MOIS_ILLISIBLE'],
    ['no reason', ['1'], '2026-03', '  ', 'TEXTE_ABSENT'],
    ['a NIR for a reason', ['1'], '2026-03', 'voir 2 85 05 78 006 084 36', 'NIR_INTERDIT'],
  ])('with %s is refused whole', async (_case, ids, until, reason, code) => {
    expect(await postpone(ids, until, reason)).toMatchObject({ ok: false, refusal: { code } });
  });

  it('takes 500 tasks in one act', async () => {
    const sirens = await givenPortfolio(house, { companies: 250, establishments: 1_000 });
    const asked = { month: '2026-01', state: 'TO_DO', filter: NO_FILTER } as const;
    const caller = { ...everyone, scope: { companies: sirens } };
    const lines = await selection(asked, caller);
    expect(lines).toHaveLength(500);
    const report = trusted(
      await postpone(
        lines.map(({ id }) => String(id)),
        '2026-02',
        'paie close',
        caller,
      ),
    );
    expect(report.counts).toEqual({ DONE: 500, ALREADY: 0, REFUSED: 0 });
  });
});

describe('confirming many renewals', () => {
  it('puts what the caisse notified on file and leaves the employees where they are', async () => {
    const tasks = await renewals(2);
    const report = trusted(await confirm(await seen(tasks)));
    expect(report.counts).toEqual({ DONE: 2, ALREADY: 0, REFUSED: 0 });
    for (const { siret } of tasks) {
      expect(await tasksOf(siret)).toMatchObject([{ kind: 'ANNUAL_RENEWAL', status: 'DONE' }]);
      expect(await entriesOf(siret)).toEqual(['task.answered']);
      const [sheet] = await house.sql(
        `SELECT rate, source, effective_from FROM rate_profile WHERE siret = $1 ORDER BY sheet DESC LIMIT 1`,
        [siret],
      );
      expect(sheet).toEqual({ rate: 182, source: 'ENTERED', effective_from: '2026-01-01' });
    }
  });

  it('sent twice, or by two people at once, answers each task once', async () => {
    const tasks = await renewals(2);
    const proposals = await seen(tasks);
    const reports = await Promise.all([confirm(proposals), confirm(proposals.toReversed())]);
    const done = reports.map((report) => trusted(report).counts.DONE);
    expect(done.reduce((sum, count) => sum + count)).toBe(2);
    expect(trusted(await confirm(proposals)).lines.map(({ message }) => message)).toEqual([
      'Cette tâche est déjà faite : rien n’a changé.',
      'Cette tâche est déjà faite : rien n’a changé.',
    ]);
    for (const { siret } of tasks)
      expect(
        await house.sql(`SELECT 1 FROM rate_profile WHERE siret = $1 AND source = 'ENTERED'`, [siret]),
      ).toHaveLength(1);
  });

  it('takes none that the caisse has not notified, nor one whose codes changed', async () => {
    const [waiting] = (await renewals(1, '')) as [Renewal];
    const [changed] = (await renewals(1, '452BE 3.10')) as [Renewal];
    const report = trusted(await confirm(await seen([waiting, changed])));
    expect(report.counts.REFUSED).toBe(2);
    expect((await selection({ ids: [waiting.id, changed.id] })).map(({ notAtOnce }) => notAtOnce?.code)).toEqual([
      'RIEN_A_CONFIRMER',
      'CODES_CHANGES',
    ]);
    expect(await tasksOf(changed.siret)).toMatchObject([{ status: 'OPEN' }]);
  });

  it('takes none that was notified otherwise since it was read', async () => {
    const [task] = (await renewals(1)) as [Renewal];
    const read = await seen([task]);
    await received(house, lineOf(task.siret, '553AC 1.99 2026-01-01 2026-01-09'));
    const [line] = trusted(await confirm(read)).lines;
    expect(line?.message).toContain('La caisse a notifié autre chose entre-temps');
    expect(await tasksOf(task.siret)).toMatchObject([{ status: 'OPEN' }]);
  });
});

describe('tasks of another company', () => {
  it('are unknown, exactly as those that do not exist', async () => {
    const [ours, theirs] = (await renewals(2)) as [Renewal, Renewal];
    const us = boundTo(ours.siret);
    const unknown = `La tâche n° ${theirs.id} est introuvable : revenez à la liste du mois.`;
    const postponed = trusted(await postpone([theirs.id, ours.id], '2026-03', 'attente', us));
    expect(postponed.lines).toMatchObject([
      { outcome: 'REFUSED', message: unknown, company: null },
      { outcome: 'DONE' },
    ]);
    const confirmed = trusted(await confirm(await seen([theirs]), us));
    expect(confirmed.lines).toMatchObject([{ outcome: 'REFUSED', message: unknown, siret: null }]);
    expect(await selection({ ids: [ours.id, theirs.id] }, us)).toHaveLength(1);
    expect(await house.verb(ReadSelection).run({ ids: [theirs.id] }, us)).toMatchObject({
      refusal: { code: 'AUCUNE_TACHE' },
    });
    expect(await tasksOf(theirs.siret)).toMatchObject([{ status: 'OPEN', postponedUntil: null }]);
  });
});
