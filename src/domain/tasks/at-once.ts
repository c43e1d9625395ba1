import { sameKeys } from '../rates/pairing';
import type { RateProfile } from '../rates/profile';
import type { Refusal } from '../values/result';
import type { Prefill, TaskKind } from './task';

/** What tells whether a click may answer a task. */
export interface ProposedTask {
  readonly kind: TaskKind;
  readonly prefill: Pick<Prefill, 'profiles' | 'feed' | 'note'>;
}

/**
 * Why a task cannot be confirmed without being opened; null when one click may. Only a renewal that the caisse has
 * notified under the keys on file asks for no more: employees stay where they are.
 */
export function refuseAtOnce({ kind, prefill }: ProposedTask, onFile: readonly RateProfile[]): Refusal | null {
  if (kind !== 'ANNUAL_RENEWAL') {
    const message = 'Seul un renouvellement annuel se confirme sans être ouvert : ouvrez cette tâche pour y répondre.';
    return { code: 'PAS_UN_RENOUVELLEMENT', message };
  }
  // A note says more than that nothing is proposed: the rate notified may be held back.
  if (prefill.note !== null)
    return { code: 'A_LIRE', message: `${prefill.note.replace(/\.?$/, '.')} Ouvrez la tâche pour en décider.` };
  if (prefill.feed === null || prefill.profiles.length === 0) {
    const message = 'La caisse n’a pas encore notifié de taux : ouvrez la tâche pour le saisir, ou repoussez-la.';
    return { code: 'RIEN_A_CONFIRMER', message };
  }
  if (sameKeys(prefill.profiles, onFile)) return null;
  const message =
    'Les codes risque notifiés ne sont pas ceux en place : ouvrez la tâche pour les vérifier et placer les salariés.';
  return { code: 'CODES_CHANGES', message };
}
