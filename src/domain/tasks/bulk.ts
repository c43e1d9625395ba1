import { frenchPeriod, ofPeriod, type Period } from '../values/local-date';
import { accepted, refused, type Refusal, type Result } from '../values/result';

/** Tasks that one act may take. */
export const MOST_AT_ONCE = 500;

/** ALREADY: it was so before, by a first click or by a colleague; nothing changed. */
export type BulkOutcome = 'DONE' | 'ALREADY' | 'REFUSED';

/** What became of one of the tasks taken together. */
export interface BulkRow {
  readonly id: number;
  readonly outcome: BulkOutcome;
  /** One French sentence. */
  readonly message: string;
}

export const refusedRow = (id: number, { message }: Pick<Refusal, 'message'>): BulkRow => ({
  id,
  outcome: 'REFUSED',
  message,
});

/** Nobody is told whether a task that is not theirs exists. */
export const unknownRow = (id: number): BulkRow =>
  refusedRow(id, { message: `La tâche n° ${id} est introuvable : revenez à la liste du mois.` });

const NUMBER = /^[1-9]\d{0,14}$/;

/** The tasks that a form names, each once, in its order. */
export function parseSelection(texts: readonly string[]): Result<readonly number[]> {
  const names = [...new Set(texts.map((text) => text.trim()))];
  if (names.length === 0)
    return refused('AUCUNE_TACHE', 'Aucune tâche n’est sélectionnée : cochez au moins une ligne.');
  if (names.length > MOST_AT_ONCE) {
    const message = `${names.length} tâches sont sélectionnées : prenez-en ${MOST_AT_ONCE} au plus à la fois.`;
    return refused('TROP_DE_TACHES', message);
  }
  const unreadable = names.find((name) => !NUMBER.test(name));
  if (unreadable !== undefined) {
    const message = `La tâche « ${unreadable.slice(0, 30)} » n’est pas un numéro de tâche : revenez à la liste du mois.`;
    return refused('TACHE_INCONNUE', message);
  }
  return accepted(names.map(Number));
}

interface PostponableTask {
  readonly id: number;
  readonly status: 'OPEN' | 'DONE' | 'SUPERSEDED';
  readonly period: Period;
  readonly postponedUntil: Period | null;
}

/** What postponing one of several tasks comes to; DONE is what remains to be written. */
export function planPostponement(task: PostponableTask, until: Period): BulkRow {
  const { id, status, period, postponedUntil } = task;
  if (status !== 'OPEN') return endedRow(task, 'REFUSED');
  // Sent twice, or by two people: the task already waits for that month and is not counted again.
  if (postponedUntil === until)
    return { id, outcome: 'ALREADY', message: `Déjà repoussée à ${frenchPeriod(until)} : rien n’a changé.` };
  if (until <= period) {
    const message = `Elle concerne la paie ${ofPeriod(period)} : choisissez un mois postérieur.`;
    return refusedRow(id, { message });
  }
  return { id, outcome: 'DONE', message: `Repoussée à ${frenchPeriod(until)}.` };
}

/** A task that ended before: for who confirms it is as good as done, for who postpones it there is nothing left. */
export function endedRow(
  { id, status }: Pick<PostponableTask, 'id' | 'status'>,
  outcome: Exclude<BulkOutcome, 'DONE'>,
): BulkRow {
  const message =
    status === 'DONE'
      ? 'Cette tâche est déjà faite : rien n’a changé.'
      : 'Cette tâche n’est plus nécessaire : le taux est arrivé entre-temps.';
  return { id, outcome, message };
}
