import { firstDay, periodOf, type Period } from '../values/local-date';
import { formatRate, type Rate } from '../values/rate';
import { dsnCode } from '../values/risk-code';
import type { Comparison, DateContext } from './date-context';
import type { Facts } from './verdict';

/** What may hold a notification back (rules 16 and 17); `LOT_ANORMAL` is the breaker's, over the whole batch. */
export const GUARDS = [
  'TAUX_NUL',
  'MULTIPLIE',
  'DIVISE',
  'AU_DESSUS_DU_PLAFOND',
  'SOUS_LE_PLANCHER',
  'PAIE_EN_COURS',
  'LOT_ANORMAL',
] as const;
export type Guard = (typeof GUARDS)[number];

const PERCENT = 100;

/** Every guard is asked, so that what is held only because a payroll is running can be told apart. */
export function guardsThatSpeak(context: DateContext): Facts | null {
  if (context.guardsLifted) return null;
  let guards: Guard[] | null = null;
  let shown: Comparison | undefined;
  for (const comparison of context.comparisons) {
    const spoken = rateGuards(comparison, context);
    if (spoken === null) continue;
    shown ??= comparison;
    guards = [...(guards ?? []), ...spoken];
  }
  const running = runningPayroll(context);
  if (running !== null) guards = [...(guards ?? []), 'PAIE_EN_COURS'];
  if (guards === null) return null;
  const seen = shown ?? context.comparisons[0];
  return {
    gardes: [...new Set(guards)].join(','),
    ...(seen === undefined ? {} : comparisonFacts(seen)),
    ...(running === null ? {} : { paie: running }),
  };
}

function rateGuards(comparison: Comparison, context: DateContext): readonly Guard[] | null {
  const { notified, former } = comparison;
  if (notified.rate === 0) return ['TAUX_NUL'];
  const ratio = former === null ? null : ratioGuard(notified.rate, former, context.policy.guards.ratio);
  const limit = limitGuard(comparison, context);
  if (ratio === null) return limit === null ? null : [limit];
  return limit === null ? [ratio] : [ratio, limit];
}

/** The ratio may be fractional: both sides are counted in hundredths, so that the boundary itself is exact. */
function ratioGuard(rate: Rate, former: Rate, ratio: number): Guard | null {
  const hundredths = Math.round(ratio * PERCENT);
  if (former === 0) return null;
  if (rate * PERCENT >= former * hundredths) return 'MULTIPLIE';
  return rate * hundredths <= former * PERCENT ? 'DIVISE' : null;
}

/** Above the ceiling or below the floor of the year, unless the national table itself goes there for this code (266JB, 631AZ; 401ZE). */
function limitGuard({ notified }: Comparison, { policy, reference, group }: DateContext): Guard | null {
  const { ceiling } = policy.guards;
  const floor = reference.floor(group.effectiveFrom);
  const tooHigh = notified.rate > ceiling;
  if (!tooHigh && (floor === null || notified.rate >= floor)) return null;
  const national = reference.nationalRate(notified.code, notified.office, group.effectiveFrom);
  if (tooHigh) return national !== null && national > ceiling ? null : 'AU_DESSUS_DU_PLAFOND';
  return national !== null && floor !== null && national < floor ? null : 'SOUS_LE_PLANCHER';
}

/** A payroll being run that this sheet would change under the hands of those who run it. */
function runningPayroll({ dossier, group, until }: DateContext): Period | null {
  if (dossier.runningPayrolls.length === 0) return null;
  const first = periodOf(group.effectiveFrom);
  return (
    dossier.runningPayrolls.find((period) => period >= first && (until === null || until > firstDay(period))) ?? null
  );
}

function comparisonFacts({ notified, former, origin, onFile }: Comparison): Facts {
  const facts = {
    code: dsnCode(notified.code, notified.office),
    notifie: formatRate(notified.rate),
    avant: former === null ? null : formatRate(former),
    comparaison: origin,
  };
  return onFile === null || (onFile.code === notified.code && onFile.office === notified.office)
    ? facts
    : { ...facts, codeAvant: dsnCode(onFile.code, onFile.office) };
}
