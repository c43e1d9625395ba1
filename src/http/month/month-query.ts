import type { MonthQuestion } from '#application/month/read-month';
import { CAISSE_NAMES } from '#domain/reference/places';
import type { FollowUp, MonthFilter, MonthState } from '#domain/tasks/month';
import type { TaskKind, TaskReason } from '#domain/tasks/task';
import { parseSiren } from '#domain/values/siret';
import { textOf } from '../page/fields';
import { linkTo } from '../paths';

/** Longest search: a company's name is never longer. */
const LONGEST_SEARCH = 100;

/** Words of the address for each value, so that a shared link can be read. */
const STATES: Readonly<Record<MonthState, string>> = {
  TO_DO: 'a-faire',
  POSTPONED: 'repoussees',
  DONE: 'faites',
  DONE_FOR_YOU: 'realisees',
};
const KINDS: Readonly<Record<TaskKind, string>> = {
  FIRST_PAYROLL: 'premiere-paie',
  INCOHERENCE: 'incoherence',
  ANNUAL_RENEWAL: 'renouvellement',
  EMPLOYEE_AFFILIATION: 'affiliation',
};
const REASONS: Readonly<Record<TaskReason, string>> = {
  FIRST_PAYROLL: 'nouvelle-cliente',
  SEVERAL_RATES: 'plusieurs-taux',
  AUTOMATION_NOT_ALLOWED: 'sans-mise-a-jour-automatique',
  NOT_RECEIVED: 'taux-non-recu',
  INCOHERENT: 'contradiction',
  DECLARED_OTHERWISE: 'autrement-declare',
  NEW_PROFILES: 'nouveaux-profils',
  NEW_EMPLOYEE: 'nouveau-salarie',
  PROFILE_LEFT: 'profil-sans-salarie',
};
const FOLLOW_UPS: Readonly<Record<FollowUp, string>> = {
  LATE: 'en-retard',
  NEVER_POSTPONED: 'jamais-repoussee',
  POSTPONED_BEFORE: 'deja-repoussee',
};

/** The caisses that an address may name; the MSA has the agricultural codes. */
export const CAISSES: readonly string[] = [...CAISSE_NAMES, 'MSA'];

export const SLUGS = { states: STATES, kinds: KINDS, reasons: REASONS, followUps: FOLLOW_UPS } as const;

function meant<Value extends string>(slugs: Readonly<Record<Value, string>>, word: string): Value | null {
  const found = (Object.keys(slugs) as Value[]).find((value) => slugs[value] === word);
  return found ?? null;
}

/** What an address or a form asks for; a word that means nothing narrows nothing. */
export function readMonthQuery(query: unknown): MonthQuestion {
  const [month, search, caisse] = [
    textOf(query, 'mois').trim(),
    textOf(query, 'recherche').trim(),
    textOf(query, 'caisse'),
  ];
  const company = parseSiren(textOf(query, 'entreprise'));
  const page = textOf(query, 'page');
  return {
    month: month === '' ? null : month,
    state: meant(STATES, textOf(query, 'etat')),
    filter: {
      search: search === '' ? null : search.slice(0, LONGEST_SEARCH),
      company: company.ok ? company.value : null,
      caisse: CAISSES.includes(caisse) ? caisse : null,
      kind: meant(KINDS, textOf(query, 'type')),
      reason: meant(REASONS, textOf(query, 'motif')),
      followUp: meant(FOLLOW_UPS, textOf(query, 'suivi')),
    },
    page: /^[1-9]\d{0,3}$/.test(page) ? Number(page) : 1,
  };
}

/** A view of the month as an address keeps it. */
export interface MonthPlace {
  readonly month: string | null;
  readonly state: MonthState | null;
  readonly filter: MonthFilter;
  readonly page?: number;
}

/** The words of the address, by parameter; null where nothing is narrowed. */
export function monthWordsOf({ month, state, filter, page = 1 }: MonthPlace): Readonly<Record<string, string | null>> {
  const { search, company, caisse, kind, reason, followUp } = filter;
  return {
    mois: month,
    etat: state === null ? null : STATES[state],
    recherche: search,
    entreprise: company,
    caisse,
    type: kind === null ? null : KINDS[kind],
    motif: reason === null ? null : REASONS[reason],
    suivi: followUp === null ? null : FOLLOW_UPS[followUp],
    page: page === 1 ? null : String(page),
  };
}

export const monthLink = (place: MonthPlace): string => linkTo('tasks', {}, monthWordsOf(place));

/** The same view without one of its filters. */
export const without = (filter: MonthFilter, name: keyof MonthFilter): MonthFilter => ({ ...filter, [name]: null });
