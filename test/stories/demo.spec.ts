import { join } from 'node:path';
import { systemCaller } from '#application/access/caller';
import { EstimateRegularisation } from '#application/estimate/estimate-regularisation';
import { IngestFeeds } from '#application/intake/ingest-feeds';
import { openSources } from '#application/intake/sources';
import { ListTasks } from '#application/tasks/list-tasks';
import type { VerdictLine } from '#application/overview/verdict-line';
import { VERDICTS } from '#domain/reconciliation/verdict';
import { trusted } from '#domain/values/result';
import type { DemoHouse } from '#demo/demo-house';
import { decidedTable, januaryVerdicts, verdictCounts } from '#demo/decided';
import { loadSamples } from '#demo/load-samples';
import { establishmentOf } from '#demo/portfolio';
import type { StoryName } from '#demo/stories';
import { heldText, storiesText, toldStories } from '#demo/tell-stories';
import { WIDTH } from '#demo/terminal';
import { toDoText } from '#demo/to-do';
import { openTestHouse, type TestHouse } from '../support/test-house';

jest.setTimeout(120_000);

const samples = join(__dirname, '..', '..', 'samples');
const said: string[] = [];
let house: TestHouse;
let demo: DemoHouse;
let verdicts: readonly VerdictLine[];

beforeAll(async () => {
  house = await openTestHouse();
  demo = { verb: (type) => house.verb(type), clock: house.clock, samples };
  await loadSamples(demo, (text) => said.push(text));
  verdicts = await januaryVerdicts(demo);
});
afterAll(() => house.close());

const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');
const siretOf = (story: StoryName) => establishmentOf(story).establishment.siret;
const tasksOf = async (story: StoryName): Promise<string[]> => {
  const tasks = trusted(
    await house.verb(ListTasks).run({ period: null, siret: siretOf(story), all: false }, systemCaller('test')),
  );
  return tasks.map(({ kind, reason }) => `${kind} ${reason}`);
};

describe('the demo', () => {
  it('refuses no line of the samples but those that are there to be refused', async () => {
    expect(said.filter((text) => text.includes('en défaut')).map((text) => text.trim())).toEqual([
      'dont 5 lignes en défaut',
    ]);
    const refused = await house.sql<{ code: string }>('SELECT code FROM refused_line ORDER BY code');
    expect(refused.map(({ code }) => code)).toEqual([
      'CODE_HORS_RAT',
      'ETABLISSEMENT_INCONNU',
      'SIRET_CLE',
      'TAUX_CONTRADICTOIRES',
      'TAUX_CONTRADICTOIRES',
    ]);
  });

  it('shows every verdict in January', () => {
    expect(new Set(verdicts.map(({ verdict }) => verdict))).toEqual(new Set(VERDICTS));
    expect(plain(verdictCounts(verdicts))).toBe(
      '57 verdicts : une tâche 6, retenu 1, en quarantaine 2, ignoré 1, confirmé 3, mis à jour 44.',
    );
  });

  it.each<[StoryName, VerdictLine['verdict'], string | null]>([
    ['declared-otherwise', 'UNCHANGED', null],
    ['year-2025', 'AUTO_UPDATED', null],
    ['office-rates', 'TASK_RAISED', 'SEVERAL_RATES'],
    ['section-change', 'AUTO_UPDATED', null],
    ['first-notice', 'AUTO_UPDATED', null],
    ['unknown-until-dsn', 'AUTO_UPDATED', null],
    ['new-client', 'TASK_RAISED', 'AUTOMATION_NOT_ALLOWED'],
    ['automation-refused', 'TASK_RAISED', 'AUTOMATION_NOT_ALLOWED'],
    ['automation-no', 'TASK_RAISED', 'AUTOMATION_NOT_ALLOWED'],
    ['automation-yes', 'AUTO_UPDATED', null],
    ['unknown-code', 'QUARANTINED', null],
    ['ten-times', 'HELD', null],
    ['payroll-running', 'AUTO_UPDATED', null],
    ['contradiction', 'QUARANTINED', null],
    ['bonus-malus', 'IGNORED', null],
    ['several-rates', 'TASK_RAISED', 'SEVERAL_RATES'],
    ['artists', 'AUTO_UPDATED', null],
  ])('%s ends as %s', (story, verdict, reason) => {
    const own = verdicts.filter(({ siret }) => siret === siretOf(story));
    expect(own.map((line) => [line.verdict, line.reason])).toEqual([[verdict, reason]]);
  });

  it('first held what a running payroll uses, and kept the lines of who was not known yet', async () => {
    const first = await house.sql<{ siret: string; verdict: string }>(
      `SELECT v.siret, v.verdict FROM verdict v JOIN feed f ON f.id = v.feed_id
       WHERE v.attempt = 0 AND f.file LIKE '2026-01/%' AND v.siret = ANY($1) ORDER BY v.siret`,
      [[siretOf('payroll-running'), siretOf('unknown-until-dsn')]],
    );
    expect(first.map(({ verdict }) => verdict)).toEqual(['QUARANTINED', 'HELD']);
  });

  it('leaves to people what is theirs', async () => {
    expect(await tasksOf('declared-otherwise')).toEqual(['INCOHERENCE DECLARED_OTHERWISE']);
    expect(await tasksOf('past-correction')).toEqual(['INCOHERENCE INCOHERENT']);
    expect(await tasksOf('not-received')).toEqual(['ANNUAL_RENEWAL NOT_RECEIVED']);
    expect(await tasksOf('agricultural')).toEqual(['ANNUAL_RENEWAL AUTOMATION_NOT_ALLOWED']);
    expect(await tasksOf('new-client')).toContain('FIRST_PAYROLL AUTOMATION_NOT_ALLOWED');
    expect(await tasksOf('new-client-waiting')).toContain('FIRST_PAYROLL FIRST_PAYROLL');
    expect(await tasksOf('office-rates')).toEqual([]);
  });

  it('estimates 214,60 € over two months for nine employees declared at the former rate', async () => {
    const { months, total } = trusted(
      await house.verb(EstimateRegularisation).run(siretOf('declared-otherwise'), undefined, systemCaller('test')),
    );
    expect(months.map(({ period, employees, difference }) => [period, employees, difference])).toEqual([
      ['2025-11', 9, 10_730],
      ['2025-12', 9, 10_730],
    ]);
    expect(total).toBe(21_460);
  });

  it('tells its stories with the numbers of the ledger', async () => {
    const told = new Map((await toldStories(demo)).map(({ story, lines }) => [story, plain(lines.join(' '))]));
    expect(told.get('declared-otherwise')).toContain(
      'Vous déclarez 2,10 %, la caisse notifie 2,35 % : 2 mois, 9 salariés, écart estimé 214,60 €.',
    );
    expect(told.get('year-2025')).toBe('3,96 % au 30 avril 2025, 4,25 % au 1er mai 2025, 4,23 % au 1er janvier 2026.');
    expect(told.get('office-rates')).toContain(
      'En janvier : 15 salariés à 7,12 % (452BE), 3 salariés à 0,71 % (452BEB). En décembre : 15 salariés à 6,98 % (452BE), 3 salariés à 0,67 % (452BEB).',
    );
    expect(told.get('section-change')).toBe(
      'Section 01 puis 02. En janvier : 16 salariés à 4,89 % (602MG) ; en décembre : 16 salariés à 5,07 % (602MG).',
    );
    expect(told.get('first-notice')).toContain('2 mois, 6 salariés, écart estimé');
    expect(told.get('artists')).toBe('En janvier : 6 salariés à 1,50 % (923AD), 8 salariés à 1,05 % (923AD).');
    expect(told.get('payroll-running')).toContain('en place depuis le 23 janvier 2026 : 2,25 %');
    expect(told.get('unknown-until-dsn')).toContain('décidé le 14 janvier 2026 : 2,54 %');
    expect(told.get('published')).toContain('0,79 %');
  });

  it('holds the abnormal batch whole, and changes none of its rates', async () => {
    expect(plain(await heldText(demo))).toContain('8 taux sur 24 comparés');
    const applied = await house.sql(
      `SELECT r.siret FROM rate_profile r JOIN feed f ON f.id = r.feed_id JOIN verdict v ON v.feed_id = f.id AND v.siret = r.siret
       WHERE f.file LIKE '%lot-anormal%' AND v.verdict <> 'UNCHANGED'`,
    );
    expect(applied).toEqual([]);
  });

  it('reads well at a hundred columns', async () => {
    const shown = [...said, decidedTable(verdicts), await toDoText(demo), storiesText(await toldStories(demo))];
    const tooLong = shown.flatMap((text) => text.split('\n')).filter((line) => line.length > WIDTH);
    expect(tooLong).toEqual([]);
  });

  it('knows its own documents when they come again', async () => {
    const again = await house.verb(IngestFeeds).run(openSources([join(samples, 'taux', '2026-01')]), {
      dryRun: false,
      actor: 'test',
    });
    expect(again.feeds.every(({ alreadyReceived }) => alreadyReceived)).toBe(true);
  });
});
