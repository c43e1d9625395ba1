import { counted } from '#cli/french';
import { systemCaller } from '#application/access/caller';
import { EstimateRegularisation } from '#application/estimate/estimate-regularisation';
import { ListHeld } from '#application/held/list-held';
import { ReadPayroll } from '#application/payroll/read-payroll';
import { ReadRates } from '#application/rates/read-rates';
import { ListTasks } from '#application/tasks/list-tasks';
import { frenchDate, parseIsoDate } from '#domain/values/local-date';
import { frenchAmount } from '#domain/values/money';
import { frenchRate } from '#domain/values/rate';
import { trusted } from '#domain/values/result';
import { ACTOR, type DemoHouse } from './demo-house';
import { establishmentOf } from './portfolio';
import { STORIES, type StoryName } from './stories';
import { heading, wrapped } from './terminal';

export interface ToldStory {
  readonly story: StoryName;
  /** Sentences with the numbers of the ledger. */
  readonly lines: readonly string[];
}

type Teller = (house: DemoHouse, siret: string) => Promise<readonly string[]>;

/** Those whose point is in the numbers; the table of verdicts tells the others. */
const TELLERS: Readonly<Partial<Record<StoryName, Teller>>> = {
  'declared-otherwise': async (house, siret) => [
    `Vous déclarez 2,10 %, la caisse notifie ${await rateOn(house, siret, '2025-12-01')} : ${await estimated(house, siret)}.`,
    `Tâche ouverte : ${await openTasks(house, siret)}.`,
  ],
  'year-2025': async (house, siret) => {
    const days = ['2025-04-30', '2025-05-01', '2026-01-01'];
    const rates = days.map(async (day) => `${await rateOn(house, siret, day)} au ${french(day)}`);
    return [`${(await Promise.all(rates)).join(', ')}.`];
  },
  'office-rates': async (house, siret) => [
    `En janvier : ${await paidIn(house, siret, '2026-01')}. En décembre : ${await paidIn(house, siret, '2025-12')}.`,
    `Confirmé en un clic, affiliations conservées ; reste à faire : ${await openTasks(house, siret)}.`,
  ],
  'section-change': async (house, siret) => [
    `Section ${await sectionOn(house, siret, '2025-12-31')} puis ${await sectionOn(house, siret, '2026-01-01')}. En janvier : ${await paidIn(house, siret, '2026-01')} ; en décembre : ${await paidIn(house, siret, '2025-12')}.`,
  ],
  'first-notice': async (house, siret) => [
    `Déclaré sans taux sous 999ZZ ; notifié ${await rateOn(house, siret, '2025-10-01')} au ${french('2025-10-01')}, ${await rateOn(house, siret, '2026-01-01')} au ${french('2026-01-01')}.`,
    `À régulariser : ${await estimated(house, siret)}.`,
  ],
  'new-client': async (house, siret) => [`Tâche ouverte : ${await openTasks(house, siret)}.`],
  'payroll-running': async (house, siret) => [
    `Notifié le 6 janvier, retenu pendant la paie, en place depuis le ${await recordedOn(house, siret)} : ${await rateOn(house, siret, '2026-01-01')}.`,
  ],
  'unknown-until-dsn': async (house, siret) => [
    `Nommé par la caisse le 6 janvier, par sa DSN le 14 ; décidé le ${await recordedOn(house, siret)} : ${await rateOn(house, siret, '2026-01-01')}.`,
  ],
  artists: async (house, siret) => [`En janvier : ${await paidIn(house, siret, '2026-01')}.`],
  published: async (house, siret) => [
    `${await rateOn(house, siret, '2026-01-01')} au ${french('2026-01-01')}, sans notification ni tâche.`,
  ],
};

export async function toldStories(house: DemoHouse): Promise<readonly ToldStory[]> {
  const told: ToldStory[] = [];
  for (const [name, tell] of Object.entries(TELLERS)) {
    const story = name as StoryName;
    told.push({ story, lines: await tell(house, establishmentOf(story).establishment.siret) });
  }
  return told;
}

/** Batches that the breaker holds whole. */
export async function heldText(house: DemoHouse): Promise<string> {
  const { rows } = await house.verb(ListHeld).run(null, systemCaller(ACTOR));
  const batches = rows.filter(({ siret }) => siret === null);
  const lines = batches.map(({ id, file, sentence }) => wrapped(`${id}, ${file} : ${sentence}`, 2));
  return batches.length === 0 ? '' : [heading('Lot retenu par le disjoncteur'), ...lines].join('\n');
}

export function storiesText(stories: readonly ToldStory[]): string {
  const texts = stories.map(({ story, lines }) => {
    const { company, establishment } = establishmentOf(story);
    const who = `    ${company.name} · ${establishment.town} · SIRET ${establishment.siret}`;
    return [`\n  « ${STORIES[story].title} »`, who, ...lines.map((line) => wrapped(line, 4))].join('\n');
  });
  return [heading('Histoires à raconter'), ...texts].join('\n');
}

const french = (day: string): string => frenchDate(trusted(parseIsoDate(day)));

async function sheetOn({ verb }: DemoHouse, siret: string, on: string) {
  const { sheet } = trusted(await verb(ReadRates).run({ siret, on }, systemCaller(ACTOR)));
  if (sheet === null) throw new Error(`No rate of ${siret} on ${on}.`);
  return sheet;
}

async function rateOn(house: DemoHouse, siret: string, on: string): Promise<string> {
  const { profiles } = await sheetOn(house, siret, on);
  return profiles.map(({ rate }) => frenchRate(rate)).join(' et ');
}

async function sectionOn(house: DemoHouse, siret: string, on: string): Promise<string> {
  const { profiles } = await sheetOn(house, siret, on);
  return profiles.map(({ section }) => section ?? 'inconnue').join(' et ');
}

async function recordedOn(house: DemoHouse, siret: string): Promise<string> {
  const { recordedAt } = await sheetOn(house, siret, '2026-01-01');
  return french(recordedAt.slice(0, 10));
}

async function estimated({ verb }: DemoHouse, siret: string): Promise<string> {
  const { months, total } = trusted(await verb(EstimateRegularisation).run(siret, undefined, systemCaller(ACTOR)));
  const employees = Math.max(0, ...months.map((month) => month.employees));
  return `${months.length} mois, ${counted(employees, 'salarié')}, écart estimé ${frenchAmount(total)}`;
}

/** `15 salariés à 7,12 % (452BE), 3 salariés à 0,71 % (452BEB)`. */
async function paidIn({ verb }: DemoHouse, siret: string, period: string): Promise<string> {
  const { employees, blocking } = trusted(await verb(ReadPayroll).run(siret, period, systemCaller(ACTOR)));
  const groups = new Map<string, number>();
  for (const { codeRisque, rate } of employees) {
    const paid = rate === null ? 'sans taux' : `à ${frenchRate(rate)} (${codeRisque ?? ''})`;
    groups.set(paid, (groups.get(paid) ?? 0) + 1);
  }
  const blocked = blocking.length === 0 ? [] : [`${counted(blocking.length, 'contrat')} sans profil`];
  return [...[...groups].map(([paid, count]) => `${counted(count, 'salarié')} ${paid}`), ...blocked].join(', ');
}

async function openTasks({ verb }: DemoHouse, siret: string): Promise<string> {
  const tasks = trusted(await verb(ListTasks).run({ period: null, siret, all: false }, systemCaller(ACTOR)));
  return tasks.length === 0 ? 'rien' : tasks.map(({ title }) => `« ${title} »`).join(', ');
}
