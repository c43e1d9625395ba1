import { NotFoundException } from '@nestjs/common';
import type { Caller } from '#application/access/caller';
import type { SaveDraft, SavedDraft } from '#application/tasks/save-draft';
import type { Answers } from '#domain/journey/answers';
import { textOf } from '../page/fields';
import { page, type Answer } from '../page/page';
import { personWords } from '../views/person';
import { establishmentName } from '../views/establishment';
import { ConflictPage } from './conflict-page';
import { CONFLICT, endedPage, type OpenTask, type Readers } from './open-task';
import { chosenAnswers, versionOf } from './read-form';

export interface SentPage {
  readonly id: string;
  /** The page's own address. */
  readonly action: string;
  readonly body: unknown;
  /** Its fields as they stand. */
  readonly fields: Partial<Answers>;
}

type Saved = Extract<SavedDraft, { kind: 'SAVED' }>;

/** Keeps a page of the wizard; the page to show instead when that cannot be, with all that was typed. */
export async function savePage(
  { save, ...readers }: Readers & { readonly save: SaveDraft },
  { shown }: Pick<OpenTask, 'shown'>,
  { id, action, body, fields }: SentPage,
  caller: Caller,
): Promise<Saved | Answer> {
  const chosen = textOf(body, 'chosen') === 'oui' ? chosenAnswers(body) : null;
  const saved = await save.run(id, { version: versionOf(body), fields: chosen ?? fields }, caller);
  if (!saved.ok) {
    if (saved.refusal.code === 'TACHE_TERMINEE') return endedPage(readers.nextStep, id, caller, fields);
    throw new NotFoundException(saved.refusal.message);
  }
  if (saved.value.kind === 'SAVED') return saved.value;
  const establishment = establishmentName(shown.establishment);
  const conflict = ConflictPage({ action, establishment, conflict: saved.value, self: caller.actor });
  return page({ title: 'Deux réponses en même temps', body: conflict, back: action, status: CONFLICT });
}

/** What the second of two people is told when both are kept; nothing when nobody else typed. */
export function togetherNotice({ others }: Saved): string | undefined {
  if (others === null) return undefined;
  const fields = others.fields.join(', ').toLowerCase();
  return `${personWords(others.by.actor)} a répondu en même temps que vous (${fields}) : les deux saisies sont réunies.`;
}
