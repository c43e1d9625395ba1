import { frenchPeriod, type Period } from '../values/local-date';
import type { Refusal } from '../values/result';
import { holdsNir } from '../values/words';

export interface PostponementWish {
  readonly until: Period;
  readonly reason: string;
}

const LONGEST_REASON = 500;

/** Why a task cannot be put off so; null when it can. Postponing is no status: the task stays open and is counted on. */
export function refusePostponement(
  task: { readonly period: Period },
  { until, reason }: PostponementWish,
  thisMonth: Period,
): Refusal | null {
  if (reason === '') return { code: 'MOTIF_ABSENT', message: 'Le motif est obligatoire : dites ce qui manque.' };
  if (reason.length > LONGEST_REASON)
    return {
      code: 'MOTIF_TROP_LONG',
      message: `Le motif compte ${reason.length} caractères : ${LONGEST_REASON} au plus sont gardés.`,
    };
  if (holdsNir(reason)) {
    const message = 'Le motif contient ce qui ressemble à un numéro de sécurité sociale : ôtez-le.';
    return { code: 'NIR_INTERDIT', message };
  }
  const latest = task.period > thisMonth ? task.period : thisMonth;
  if (until > latest) return null;
  const message = `Le mois de report ${until} ne convient pas : choisissez un mois après ${frenchPeriod(latest)}.`;
  return { code: 'MOIS_PASSE', message };
}
