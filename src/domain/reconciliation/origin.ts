import type { RateSheet, SheetSource } from '../rates/sheet';
import { frenchDate, frenchPeriod, periodOf } from '../values/local-date';
import { explain } from './explain';
import type { Facts } from './verdict';

/** Why a sheet stands: the rule that let it in and the facts that the rule used. */
export interface Origin {
  readonly rule: string;
  readonly facts: Facts;
}

const RULES: Record<SheetSource, string> = {
  NOTIFIED: 'NOTIFIE',
  ENTERED: 'SAISI',
  PUBLISHED: 'TAUX_PUBLIE',
  DECLARED: 'NOUVELLE_FICHE',
};

/** The origin of a sheet: the verdict on its document when there is one, else what its source alone says. */
export function originOf(sheet: RateSheet, verdict: Origin | null, extra: Facts): Origin {
  if (verdict !== null) return { rule: verdict.rule, facts: verdict.facts };
  const month = sheet.source === 'DECLARED' ? { moisDeclare: periodOf(sheet.effectiveFrom) } : {};
  return { rule: RULES[sheet.source], facts: { ...month, ...extra } };
}

/** One French sentence of why the sheet stands, from its origin alone. */
export function explainOrigin(sheet: Pick<RateSheet, 'source' | 'effectiveFrom'>, { rule, facts }: Origin): string {
  if (rule !== RULES[sheet.source]) return explain({ rule, facts });
  switch (sheet.source) {
    case 'DECLARED':
      return `Déclaré en DSN pour ${frenchPeriod(periodOf(sheet.effectiveFrom))} : aucun taux plus sûr n’était connu.`;
    case 'PUBLISHED':
      return `Publié au Journal officiel${facts.arrete == null ? '' : ` (${String(facts.arrete)})`} : la caisse ne notifie pas ce code (CSS D. 242-6-22).`;
    case 'ENTERED':
      return `Saisi par une personne, avec effet au ${frenchDate(sheet.effectiveFrom)}.`;
    case 'NOTIFIED':
      return `Notifié par la caisse, avec effet au ${frenchDate(sheet.effectiveFrom)}.`;
  }
}
