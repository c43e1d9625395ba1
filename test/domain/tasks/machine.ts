import type { Affiliation, EmployeeContract } from '#domain/affiliation/contract';
import { planRenewal, type CampaignStep } from '#domain/campaign/campaign';
import { affiliationQuestion } from '#domain/journey/affiliation-question';
import { NO_ANSWERS, readAnswers } from '#domain/journey/answers';
import { affiliationTask, outcomeOf, type TaskQuestion } from '#domain/journey/outcome';
import { sheetOn, type RateSheet } from '#domain/rates/sheet';
import type { Dossier } from '#domain/reconciliation/dossier';
import { isApplied } from '#domain/reconciliation/verdict';
import { dateOfEffect } from '#domain/tasks/date-of-effect';
import { refusePostponement } from '#domain/tasks/postpone';
import { consequencesOf } from '#domain/tasks/raise';
import type { TaskStatus, TaskToRaise } from '#domain/tasks/task';
import { addMonths, firstDay, type Period } from '#domain/values/local-date';
import { A_SIRET, aDocument, aDossier, aSheet, day, decisionOn, month, WORLD } from '../../builders/trade';

/** Right ones and wrong ones, for rates and for employees. */
export const ANSWERS: readonly object[] = [
  { confirm: true },
  { case: 'unknown' },
  { case: 'single', profiles: [{ codeRisque: '158CD', rate: '2,15' }] },
  { case: 'single', profiles: [{ codeRisque: '158CD', rate: '215' }] },
  { case: 'single', effectiveFrom: '2026-02-01', profiles: [{ codeRisque: '452BE', rate: '6,90' }] },
  {
    case: 'several',
    profiles: [
      { codeRisque: '452BE', rate: '6,90' },
      { codeRisque: '158CD', rate: '2,15' },
    ],
  },
  {
    affiliations: [
      { matricule: 'M1', profile: 1 },
      { matricule: 'M2', profile: 2 },
    ],
  },
  { affiliations: [{ matricule: 'M1', profile: 1 }] },
];

/** A task as the machine has it: its life, and how often each turn was taken. */
export interface LivedTask extends TaskToRaise {
  readonly id: number;
  readonly status: TaskStatus;
  readonly period: Period;
  readonly postponedUntil: Period | null;
  readonly postponements: number;
}

/** One establishment whose tasks are raised, put off, answered and superseded by the domain's own rules. */
export interface Life {
  readonly now: Period;
  readonly automation: boolean;
  readonly sheets: readonly RateSheet[];
  readonly affiliations: readonly Affiliation[];
  readonly tasks: readonly LivedTask[];
}

const contract = (matricule: string): EmployeeContract => ({
  ...{ matricule, number: '00001', startedOn: day('2020-01-01'), endedOn: null },
  ...{ regime: '200', population: 'NORMAL' },
});
const CONTRACTS = [contract('M1'), contract('M2')];
const FACTS = { headcount: null, postcode: null, createdOn: null };

export const aLife = (automation: boolean): Life => ({
  now: month('2026-01'),
  automation,
  sheets: [aSheet('2025-05-01 NOTIFIED 158CD 2.00')],
  affiliations: [],
  tasks: [],
});

const openOnes = (life: Life): LivedTask[] => life.tasks.filter(({ status }) => status === 'OPEN');

const dossierOf = (life: Life): Dossier => ({
  ...aDossier({ automation: life.automation }),
  sheets: life.sheets,
  openTasks: openOnes(life).map(({ id, kind, cause, reason, prefill: { effectiveFrom, calculatedAt } }) => ({
    ...{ id, kind, cause, reason, effectiveFrom, calculatedAt },
  })),
});

/** As the unique index has it: the open task of the same kind and cause is brought up to date (rule 13). */
function raise(life: Life, task: TaskToRaise): Life {
  const open = openOnes(life).find(({ kind, cause }) => kind === task.kind && cause === task.cause);
  const period = task.period ?? life.now;
  const raised = { ...task, period, status: 'OPEN' as const };
  if (open !== undefined)
    return { ...life, tasks: life.tasks.map((one) => (one === open ? { ...open, ...raised } : one)) };
  const fresh = { ...raised, id: life.tasks.length + 1, postponedUntil: null, postponements: 0 };
  return { ...life, tasks: [...life.tasks, fresh] };
}

const supersede = (life: Life, ids: readonly number[]): Life => ({
  ...life,
  tasks: life.tasks.map((task) => (ids.includes(task.id) ? { ...task, status: 'SUPERSEDED' } : task)),
});

const record = (life: Life, sheet: Omit<RateSheet, 'number' | 'recordedAt'>): Life => ({
  ...life,
  sheets: [...life.sheets, { ...sheet, number: life.sheets.length + 1, recordedAt: `${life.now}-05T09:00:00.000Z` }],
});

/** A document of the caisse, decided and applied as a batch of one. */
export function receive(life: Life, lines: readonly string[]): Life {
  const dossier = dossierOf(life);
  const decision = decisionOn(aDocument(lines), dossier);
  const [consequences] = consequencesOf([decision], dossier.openTasks, WORLD.reference);
  // Nobody answers between a decision and its application here.
  const raised = (consequences?.tasks ?? [])
    .filter(({ ifContradicted }) => ifContradicted !== true)
    .reduce(raise, life);
  const ended = supersede(
    raised,
    (consequences?.ended ?? []).map(({ id }) => id),
  );
  if (!isApplied(decision.verdict)) return ended;
  return decision.dated.reduce<Life>(
    (after, { effectiveFrom, calculatedAt, sheet: profiles }) =>
      record(after, { effectiveFrom, calculatedAt, profiles, source: 'NOTIFIED' }),
    ended,
  );
}

export function campaign(life: Life, step: CampaignStep): Life {
  const year = WORLD.reference.campaign(2026);
  if (year === null) throw new Error('2026 is a campaign.');
  const own = life.tasks.filter(({ kind, cause }) => kind === 'ANNUAL_RENEWAL' && cause === '2026');
  const renewal = own.find(({ status }) => status === 'OPEN') ?? own.at(-1);
  const company = { automation: life.automation, clientSince: null, firstSeenOn: day('2020-01-01') };
  const { siren } = aDossier();
  const { sheets } = life;
  const asked = {
    ...{ siret: A_SIRET, siren, company, sheets, firstPayroll: false, held: null },
    contracts: 'OPEN' as const,
    renewal: renewal?.status ?? null,
  };
  const { raised } = planRenewal(step, asked, { ...WORLD, campaign: year });
  return raised === null ? life : raise(life, raised.task);
}

/** Null when it is refused. */
export function postpone(life: Life, id: number, until: Period, reason: string): Life | null {
  const task = openOnes(life).find((one) => one.id === id);
  if (task === undefined || refusePostponement(task, { until, reason }, life.now) !== null) return null;
  const waiting = { ...task, postponedUntil: until, postponements: task.postponements + 1 };
  return { ...life, tasks: life.tasks.map((one) => (one === task ? waiting : one)) };
}

/** Null when it is refused. */
export function answer(life: Life, id: number, json: object): Life | null {
  const task = openOnes(life).find((one) => one.id === id);
  const answers = readAnswers(json);
  if (task === undefined) return null;
  const outcome = outcomeOf(questionOf(life, task), answers.ok ? answers.value : NO_ANSWERS);
  if (!answers.ok || !outcome.ok) return null;
  const done: Life = { ...life, tasks: life.tasks.map((one) => (one === task ? { ...task, status: 'DONE' } : one)) };
  const { sheet, affiliations } = outcome.value;
  if (sheet === null) return { ...done, affiliations: [...done.affiliations, ...affiliations] };
  const { effectiveFrom, calculatedAt, profiles } = sheet;
  const entered = record(done, { effectiveFrom, calculatedAt, profiles, source: 'ENTERED' });
  const asked = affiliationTask(sheet, sheetOn(life.sheets, effectiveFrom)?.profiles ?? []);
  if (asked !== null) return raise(entered, asked);
  if (profiles.length > 1) return entered;
  const needless = openOnes(entered).filter(
    ({ kind, cause }) => kind === 'EMPLOYEE_AFFILIATION' && cause === effectiveFrom,
  );
  return supersede(
    entered,
    needless.map((one) => one.id),
  );
}

function questionOf(life: Life, task: LivedTask): TaskQuestion {
  const { kind, prefill } = task;
  const { reference } = WORLD;
  const defaultDate = dateOfEffect(task, reference);
  const { sheets, affiliations } = life;
  if (kind === 'EMPLOYEE_AFFILIATION') {
    const evidence = { sheets, affiliations, declared: [], contracts: CONTRACTS };
    return { kind, ...affiliationQuestion(defaultDate, evidence, prefill.profiles) };
  }
  const today = firstDay(life.now);
  return { kind, prefill, defaultDate, today, reference, facts: { ...FACTS, sheets }, reasons: 'OPTIONAL' };
}

export const aMonthLater = (life: Life): Life => ({ ...life, now: addMonths(life.now, 1) });
