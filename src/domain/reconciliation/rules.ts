import { sameSheet } from '../rates/pairing';
import { agreesWith } from '../rates/population';
import type { RateProfile } from '../rates/profile';
import type { RateSheet } from '../rates/sheet';
import { periodOf, type Period } from '../values/local-date';
import { formatRate } from '../values/rate';
import { dsnCode } from '../values/risk-code';
import { countedOf, isConcerned, type DateContext } from './date-context';
import type { DeclaredRate } from './dossier';
import { guardsThatSpeak } from './guards';
import type { Facts, Reason, VerdictKind } from './verdict';

/**
 * One rule of the table: it speaks by returning the facts it used, and is silent by returning null.
 * A new verdict or guard is a new row here, and a word in `verdict.ts`.
 */
export interface DateRule {
  readonly name: string;
  readonly verdict: VerdictKind;
  readonly reason: Reason | null;
  readonly speaks: (context: DateContext) => Facts | null;
}

/** Asked in this order for each date of effect: the first that speaks decides that date (rules 6 and 9). */
export const DATE_RULES: readonly DateRule[] = [
  { name: 'CONFIRME', verdict: 'UNCHANGED', reason: null, speaks: confirmsWhatIsOnFile },
  { name: 'GARDE', verdict: 'HELD', reason: null, speaks: guardsThatSpeak },
  { name: 'CONTREDIT_SAISIE', verdict: 'TASK_RAISED', reason: 'INCOHERENT', speaks: contradictsAnEntry },
  { name: 'CONTREDIT_DECLARE', verdict: 'TASK_RAISED', reason: 'INCOHERENT', speaks: contradictsADeclaration },
  { name: 'PLUSIEURS_TAUX', verdict: 'TASK_RAISED', reason: 'SEVERAL_RATES', speaks: severalRates },
  {
    name: 'AUTOMATISATION_REFUSEE',
    verdict: 'TASK_RAISED',
    reason: 'AUTOMATION_NOT_ALLOWED',
    speaks: automationRefused,
  },
  { name: 'TAUX_UNIQUE', verdict: 'AUTO_UPDATED', reason: null, speaks: singleRate },
];

function confirmsWhatIsOnFile({ group, counted, onFile }: DateContext): Facts | null {
  if (onFile === null || !sameSheet(group.profiles, counted)) return null;
  const [profile] = group.profiles;
  const { effectiveFrom: enPlaceDepuis, source: origine } = onFile;
  return profile !== undefined && group.profiles.length === 1
    ? { code: dsnCode(profile.code, profile.office), notifie: formatRate(profile.rate), enPlaceDepuis, origine }
    : { tauxNotifies: listed(group.profiles), enPlaceDepuis, origine };
}

/** Rule 8a: not an opening, and a person has entered something else for that date, whatever has come since. */
function contradictsAnEntry({ opening, dossier, group, reference }: DateContext): Facts | null {
  if (opening !== null) return null;
  let entered: RateSheet | null = null;
  for (const sheet of dossier.sheets) {
    if (sheet.source !== 'ENTERED' || sheet.effectiveFrom !== group.effectiveFrom) continue;
    if (entered === null || sheet.number > entered.number) entered = sheet;
  }
  if (entered === null) return null;
  const counted = countedOf(entered.profiles, group, reference);
  if (sameSheet(group.profiles, counted)) return null;
  return { ...notifiedFacts(group.profiles), saisi: listed(counted), date: group.effectiveFrom };
}

/** Rule 8b: the date lies in or before a declared month whose code or rate differs, as long as this sheet would hold that month. */
function contradictsADeclaration({ opening, group, dossier, until, reference }: DateContext): Facts | null {
  if (opening !== null) return null;
  const first = periodOf(group.effectiveFrom);
  const end = until === null ? null : periodOf(until);
  const months = new Set<Period>();
  let earliest: DeclaredRate | null = null;
  for (const declared of dossier.declared) {
    const { period, code } = declared;
    if (period < first || (end !== null && period >= end) || agreesWithOneOf(group.profiles, declared)) continue;
    if (!isConcerned(code, group, reference)) continue;
    months.add(period);
    if (earliest === null || period < earliest.period) earliest = declared;
  }
  if (earliest === null) return null;
  return {
    ...notifiedFacts(group.profiles),
    moisDeclare: earliest.period,
    codeDeclare: dsnCode(earliest.code, earliest.office),
    tauxDeclare: formatRate(earliest.rate),
    moisEnCause: months.size,
  };
}

/** A DSN tells neither the section nor the population: code, office and one of the rates that the notified one allows. */
const agreesWithOneOf = (profiles: readonly RateProfile[], { code, office, rate }: DeclaredRate): boolean =>
  profiles.some((profile) => profile.code === code && profile.office === office && agreesWith(rate, profile.rate));

function severalRates({ group, counted }: DateContext): Facts | null {
  if (group.profiles.length < 2 && counted.length < 2) return null;
  return { tauxNotifies: listed(group.profiles), profilsEnPlace: counted.length };
}

function automationRefused({ dossier, group }: DateContext): Facts | null {
  return dossier.automationAllowed ? null : notifiedFacts(group.profiles);
}

function singleRate({ group, comparisons, onFile, opening }: DateContext): Facts | null {
  const [profile] = group.profiles;
  if (profile === undefined) return null;
  const former = comparisons[0]?.onFile ?? null;
  const code = dsnCode(profile.code, profile.office);
  const notifie = formatRate(profile.rate);
  const campagne = opening?.year ?? null;
  if (former === null) return { code, notifie, avant: null, enPlaceDepuis: null, campagne };
  const avant = formatRate(former.rate);
  const enPlaceDepuis = onFile?.effectiveFrom ?? null;
  const codeAvant = dsnCode(former.code, former.office);
  return code === codeAvant
    ? { code, notifie, avant, enPlaceDepuis, campagne }
    : { code, notifie, avant, enPlaceDepuis, campagne, codeAvant };
}

/** What is notified: code and rate of the only profile, or `452BE 6.12, 602MG 5.40`, profile 1 first. */
function notifiedFacts(profiles: readonly RateProfile[]): Facts {
  const [only] = profiles;
  return profiles.length === 1 && only !== undefined
    ? { code: dsnCode(only.code, only.office), notifie: formatRate(only.rate) }
    : { tauxNotifies: listed(profiles) };
}

const listed = (profiles: readonly RateProfile[]): string =>
  profiles.map(({ code, office, rate }) => `${dsnCode(code, office)} ${formatRate(rate)}`).join(', ');
