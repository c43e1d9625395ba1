import { NO_ANSWERS, readAnswers, type Answers } from '#domain/journey/answers';
import type { Tx } from '#storage/database';
import { draftOfVersion, latestDraft, type StoredDraft } from '#storage/tasks/drafts';

/** What was typed for a task and not yet saved as its answer. */
export interface Draft {
  /** 0 while nothing was typed. */
  readonly version: number;
  readonly answers: Answers;
  /** Who typed last, and when; null while nobody has. */
  readonly by: { readonly actor: string; readonly at: string } | null;
}

const NO_DRAFT: Draft = { version: 0, answers: NO_ANSWERS, by: null };

export const readDraft = async (tx: Tx, task: number): Promise<Draft> => draftFrom(await latestDraft(tx, task));

/** The draft that a page was made from; nothing typed when there was none. */
export const readDraftOf = async (tx: Tx, task: number, version: number): Promise<Draft> =>
  draftFrom(await draftOfVersion(tx, task, version));

/** A draft that an older release wrote otherwise counts as nothing typed: it must not keep the page from opening. */
function draftFrom(stored: StoredDraft | null): Draft {
  if (stored === null) return NO_DRAFT;
  const { version, actor, at } = stored;
  const answers = readAnswers(stored.answers);
  return { version, answers: answers.ok ? answers.value : NO_ANSWERS, by: { actor, at } };
}
