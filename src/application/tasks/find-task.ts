import { accepted, refused, type Result } from '#domain/values/result';
import type { Scope, Tx } from '#storage/database';
import { readTask, type DatedTaskRow } from '#storage/tasks/read-task';
import { sees } from '../access/caller';

const NUMBER = /^[1-9]\d{0,14}$/;

/** The task that a page is about, ended or not; unknown to who does not see its company, in the same words. */
export async function findTask(tx: Tx, text: string, scope: Scope): Promise<Result<DatedTaskRow>> {
  const task = NUMBER.test(text) ? await readTask(tx, Number(text)) : null;
  if (task !== null && sees(scope, task.siren)) return accepted(task);
  return refused('TACHE_INCONNUE', `La tâche « ${text.slice(0, 20)} » n’existe pas : revenez aux tâches du mois.`);
}
