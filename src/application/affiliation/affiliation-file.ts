import { affiliationQuestion } from '#domain/journey/affiliation-question';
import { boardOf, type Board } from '#domain/journey/affiliation-board';
import type { AffiliationQuestion } from '#domain/journey/roster';
import type { Reference } from '#domain/reference/reference';
import { dateOfEffect } from '#domain/tasks/date-of-effect';
import { refused, type Result } from '#domain/values/result';
import type { NamedContract } from '#storage/companies/read-establishment';
import type { Tx } from '#storage/database';
import type { StoredTask } from '#storage/tasks/read-tasks';
import { readEvidence, type EstablishmentEvidence } from '../companies/read-evidence';
import { readDraft, type Draft } from '../tasks/task-draft';

export type { NamedContract } from '#storage/companies/read-establishment';
export type NamedBoard = Board<NamedContract>;
export type NamedQuestion = AffiliationQuestion<NamedContract>;

/** An affiliation task beside who works there and what was already chosen. */
export interface AffiliationFile {
  readonly evidence: EstablishmentEvidence;
  readonly question: NamedQuestion;
  readonly draft: Draft;
  readonly board: NamedBoard;
  /** The same without suggestions: what a person has said, and all that may be saved. */
  readonly said: NamedBoard;
}

export async function readAffiliationFile(tx: Tx, task: StoredTask, reference: Reference): Promise<AffiliationFile> {
  const evidence = await readEvidence(tx, task.siret);
  const question = affiliationQuestion(dateOfEffect(task, reference), evidence, task.prefill.profiles);
  const draft = await readDraft(tx, task.id);
  const said = boardOf({ ...question, suggestions: new Map() }, draft.answers);
  return { evidence, question, draft, board: boardOf(question, draft.answers), said };
}

/** The other tasks have pages of their own: what is asked here is not there. */
export const notAnAffiliation = ({ kind }: StoredTask): boolean => kind !== 'EMPLOYEE_AFFILIATION';

export const unknownAffiliation = (id: string): Result<never> =>
  refused(
    'TACHE_INCONNUE',
    `La tâche « ${id.slice(0, 20)} » n’est pas une affiliation de salariés : revenez aux tâches du mois.`,
  );
