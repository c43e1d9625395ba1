import { counted } from '#cli/french';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { systemCaller } from '#application/access/caller';
import { AffiliateEmployees } from '#application/affiliation/affiliate-employees';
import { RunCampaign } from '#application/campaign/run-campaign';
import { ImportCompanies } from '#application/companies/import-companies';
import { ImportDsn } from '#application/dsn/import-dsn';
import { IngestFeeds } from '#application/intake/ingest-feeds';
import { openSources } from '#application/intake/sources';
import { RunPayroll } from '#application/payroll-run/run-payroll';
import { AnswerTask } from '#application/tasks/answer-task';
import { ListTasks } from '#application/tasks/list-tasks';
import { trusted } from '#domain/values/result';
import { ACTOR, type DemoHouse } from './demo-house';
import { establishmentOf } from './portfolio';
import { LATE, NEW_CLIENTS } from './portfolio-stories';

/** One thing that happens in the demo, on its day; it says in a few words what came of it. */
export interface Step {
  /** ISO instant, UTC. */
  readonly at: string;
  readonly title: string;
  readonly run: (house: DemoHouse) => Promise<readonly string[]>;
}

/** The day of the last step: that of the pages too. */
export const LAST_INSTANT = '2026-01-30T17:00:00.000Z';

export const STEPS: readonly Step[] = [
  {
    at: '2025-05-05T08:00:00.000Z',
    title: 'Fiches des entreprises clientes',
    run: (house) => importCompanies(house, 'clients.csv'),
  },
  {
    at: '2025-05-05T08:30:00.000Z',
    title: 'Taux de 2024, en reprise',
    run: (house) => ingest(house, '2024.csv'),
  },
  {
    at: '2025-05-06T07:00:00.000Z',
    title: 'Taux de 2025, en vigueur au 1er mai',
    run: (house) => ingest(house, '2025-05.csv'),
  },
  {
    at: '2025-12-12T08:00:00.000Z',
    title: 'DSN de novembre 2025',
    run: (house) => importDsn(house, '2025-11'),
  },
  {
    at: '2026-01-02T08:00:00.000Z',
    title: 'Ouverture de la campagne 2026',
    run: (house) => campaign(house, false),
  },
  {
    at: '2026-01-05T08:00:00.000Z',
    title: 'DSN de décembre 2025 déposées le 5',
    run: (house) => importDsn(house, ...decemberOnTime(house)),
  },
  {
    at: '2026-01-05T09:00:00.000Z',
    title: 'Deux nouveaux clients et la reprise de leur paie',
    run: async (house) => [
      ...(await importCompanies(house, 'nouveaux-clients-2026-01.csv')),
      ...(await importDsn(house, `${NEW_CLIENTS}.dsn`)),
    ],
  },
  { at: '2026-01-05T10:00:00.000Z', title: 'Les artistes du théâtre sont signalés', run: affiliateArtists },
  {
    at: '2026-01-05T11:00:00.000Z',
    title: 'Une paie est lancée',
    run: (house) => payroll(house, 'open'),
  },
  {
    at: '2026-01-06T07:00:00.000Z',
    title: 'Taux de janvier : ZIP, fichiers seuls, table du cabinet',
    run: (house) => ingest(house, '2026-01'),
  },
  {
    at: '2026-01-14T16:00:00.000Z',
    title: 'La DSN de décembre déposée le 14',
    run: (house) => importDsn(house, join('2025-12', `${LATE}.dsn`)),
  },
  { at: '2026-01-15T09:00:00.000Z', title: 'Un renouvellement confirmé', run: confirmRenewal },
  {
    at: '2026-01-20T07:00:00.000Z',
    title: 'Un lot anormal',
    run: (house) => ingest(house, '2026-01-lot-anormal.csv'),
  },
  {
    at: '2026-01-23T16:00:00.000Z',
    title: 'La paie est close',
    run: (house) => payroll(house, 'close'),
  },
  { at: LAST_INSTANT, title: 'Clôture de la campagne 2026', run: (house) => campaign(house, true) },
];

async function importCompanies({ verb, samples }: DemoHouse, file: string): Promise<readonly string[]> {
  const report = trusted(await verb(ImportCompanies).run(join(samples, 'entreprises', file), ACTOR));
  return [counted(report.companies, 'entreprise'), ...refusals(report.rejections)];
}

async function importDsn({ verb, samples }: DemoHouse, ...files: readonly string[]): Promise<readonly string[]> {
  const paths = files.map((file) => join(samples, 'dsn', file));
  const report = await verb(ImportDsn).run(paths, { actor: ACTOR, acceptTestSends: false });
  const { imported, establishments, employees, rejections } = report;
  const read = [counted(imported, 'fichier'), counted(establishments, 'établissement'), counted(employees, 'salarié')];
  return [read.join(', '), ...refusals(rejections)];
}

/** One file of the folder comes on the 14th only. */
function decemberOnTime({ samples }: DemoHouse): readonly string[] {
  const month = '2025-12';
  const names = readdirSync(join(samples, 'dsn', month)).filter((name) => name !== `${LATE}.dsn`);
  return names.sort().map((name) => join(month, name));
}

async function ingest({ verb, samples }: DemoHouse, file: string): Promise<readonly string[]> {
  const sources = openSources([join(samples, 'taux', file)]);
  const { feeds, rejections, notes } = await verb(IngestFeeds).run(sources, { dryRun: false, actor: ACTOR });
  const lines = feeds.reduce((sum, feed) => sum + feed.lines, 0);
  const read = `${counted(feeds.length, 'document')}, ${counted(lines, 'ligne')}`;
  const withheld = notes.filter((note) => note.startsWith('Lot retenu'));
  return [read, ...withheld, ...refusals(rejections)];
}

async function campaign({ verb }: DemoHouse, close: boolean): Promise<readonly string[]> {
  const options = { close, dryRun: false, effectiveFrom: null, actor: ACTOR };
  const { tasksRaised, alreadyDone } = trusted(await verb(RunCampaign).run(2026, options));
  return [`${tasksRaised} à faire, ${counted(alreadyDone, 'réglé')} sans personne`];
}

async function affiliateArtists({ verb, samples }: DemoHouse): Promise<readonly string[]> {
  const { siret } = establishmentOf('artists').establishment;
  const file = join(samples, 'affiliations', 'artistes.csv');
  const { affiliated } = trusted(await verb(AffiliateEmployees).run(siret, file, systemCaller(ACTOR)));
  return [`${counted(affiliated, 'artiste')} à 70 % du taux`];
}

async function payroll({ verb }: DemoHouse, step: 'open' | 'close'): Promise<readonly string[]> {
  const { company, establishment } = establishmentOf('payroll-running');
  trusted(await verb(RunPayroll).run(establishment.siret, '2026-01', step, systemCaller(ACTOR)));
  return [`${company.name} : ${step === 'open' ? 'rien ne doit changer' : 'ce qui attendait passe'}`];
}

/** One click, as in the wizard: what the task proposes is right. */
async function confirmRenewal({ verb }: DemoHouse): Promise<readonly string[]> {
  const { company, establishment } = establishmentOf('office-rates');
  const asked = { period: null, siret: establishment.siret, all: false };
  const tasks = trusted(await verb(ListTasks).run(asked, systemCaller(ACTOR))).filter(
    ({ kind }) => kind === 'ANNUAL_RENEWAL',
  );
  for (const { id } of tasks) trusted(await verb(AnswerTask).run(id, { confirm: true }, systemCaller(ACTOR)));
  return [`${company.name}, en un clic`];
}

const refusals = (rejections: readonly unknown[]): string[] =>
  rejections.length === 0 ? [] : [`dont ${counted(rejections.length, 'ligne')} en défaut`];
