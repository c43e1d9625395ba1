import { sameSheet } from '../rates/pairing';
import { agreesWith } from '../rates/population';
import { periodOf } from '../values/local-date';
import { formatRate, frenchRate, type Rate } from '../values/rate';
import { dsnCode } from '../values/risk-code';
import type { Comparison, DateContext } from './date-context';
import type { DeclaredRate } from './dossier';
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

/** Asked in this order for each date of effect: the first that speaks decides that date (design rules 6 and 9). */
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
  return { ...notifiedFacts(group.profiles[0]), enPlaceDepuis: onFile.effectiveFrom, origine: onFile.source };
}

/** Every guard is asked, so that what is held only because a payroll is running can be told apart. */
function guardsThatSpeak(context: DateContext): Facts | null {
  if (context.guardsLifted) return null;
  const guards = new Set<string>();
  let shown: Comparison | undefined;
  for (const comparison of context.comparisons) {
    const spoken = rateGuards(comparison, context);
    if (spoken.length > 0) shown ??= comparison;
    for (const guard of spoken) guards.add(guard);
  }
  const running = context.dossier.runningPayrolls.find((period) => period >= periodOf(context.group.effectiveFrom));
  if (running !== undefined) guards.add('PAIE_EN_COURS');
  if (guards.size === 0) return null;
  return {
    gardes: [...guards].join(','),
    ...comparisonFacts(shown ?? context.comparisons[0]),
    ...(running === undefined ? {} : { paie: running }),
  };
}

function rateGuards({ notified, former }: Comparison, { policy, reference, group }: DateContext): string[] {
  const { ratio, ceiling } = policy.guards;
  const rate = notified.rate;
  if (rate === 0) return ['TAUX_NUL'];
  const national = reference.nationalRate(notified.code, notified.office, group.effectiveFrom);
  const floor = reference.floor(group.effectiveFrom);
  const guards: string[] = [];
  if (former !== null && former > 0 && rate >= former * ratio) guards.push('MULTIPLIE');
  if (former !== null && former > 0 && rate * ratio <= former) guards.push('DIVISE');
  if (rate > ceiling && !(national !== null && national > ceiling)) guards.push('AU_DESSUS_DU_PLAFOND');
  if (floor !== null && rate < floor && !(national !== null && national < floor)) guards.push('SOUS_LE_PLANCHER');
  return guards;
}

function contradictsAnEntry({ opening, onFile, group, counted }: DateContext): Facts | null {
  if (opening !== null || onFile?.source !== 'ENTERED' || onFile.effectiveFrom !== group.effectiveFrom) return null;
  return { ...notifiedFacts(group.profiles[0]), saisi: counted[0] ? formatRate(counted[0].rate) : null };
}

/** Rule 8b: the date lies in or before a declared month whose code or rate differs, as long as this sheet would hold that month. */
function contradictsADeclaration({ opening, group, dossier, until }: DateContext): Facts | null {
  if (opening !== null) return null;
  const first = periodOf(group.effectiveFrom);
  const agrees = (declared: DeclaredRate): boolean =>
    group.profiles.some(
      (profile) =>
        profile.code === declared.code && profile.office === declared.office && agreesWith(declared.rate, profile.rate),
    );
  const against = dossier.declared.filter(
    ({ period, ...declared }) =>
      period >= first && (until === null || period < periodOf(until)) && !agrees({ period, ...declared }),
  );
  const earliest = against[0];
  if (earliest === undefined) return null;
  return {
    ...notifiedFacts(group.profiles[0]),
    moisDeclare: earliest.period,
    codeDeclare: dsnCode(earliest.code, earliest.office),
    tauxDeclare: formatRate(earliest.rate),
    moisEnCause: new Set(against.map(({ period }) => period)).size,
  };
}

function severalRates({ group, counted }: DateContext): Facts | null {
  if (group.profiles.length < 2 && counted.length < 2) return null;
  return {
    tauxNotifies: group.profiles.map((p) => `${dsnCode(p.code, p.office)} ${formatRate(p.rate)}`).join(', '),
    profilsEnPlace: counted.length,
  };
}

function automationRefused({ dossier, group }: DateContext): Facts | null {
  return dossier.automationAllowed ? null : notifiedFacts(group.profiles[0]);
}

function singleRate({ comparisons, onFile, opening }: DateContext): Facts {
  const known = comparisons[0]?.origin === 'FICHE';
  return {
    ...notifiedFacts(comparisons[0]?.notified),
    avant: known && comparisons[0]?.former != null ? formatRate(comparisons[0].former) : null,
    enPlaceDepuis: known ? (onFile?.effectiveFrom ?? null) : null,
    campagne: opening?.year ?? null,
  };
}

const notifiedFacts = (profile: Comparison['notified'] | undefined): Facts =>
  profile === undefined ? {} : { code: dsnCode(profile.code, profile.office), notifie: formatRate(profile.rate) };

const comparisonFacts = (comparison: Comparison | undefined): Facts =>
  comparison === undefined
    ? {}
    : {
        ...notifiedFacts(comparison.notified),
        avant: comparison.former === null ? null : formatRate(comparison.former),
        comparaison: comparison.origin,
      };

/** For sentences: `1,78 %`, from the text form kept in facts. */
export const frenchFact = (value: unknown): string =>
  typeof value === 'string' && /^\d+\.\d{2}$/.test(value)
    ? frenchRate(Number(value.replace('.', '')) as Rate)
    : String(value);
