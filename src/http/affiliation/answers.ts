import { NotFoundException } from '@nestjs/common';
import type { AffiliationOnPages, ReadAffiliation } from '#application/affiliation/read-affiliation';
import type { Caller } from '#application/access/caller';
import type { ReadNextStep } from '#application/tasks/read-next-step';
import { contractText } from '#domain/affiliation/contract';
import { seatsShown } from '#domain/journey/board-view';
import type { Refusal } from '#domain/values/result';
import { page, UNPROCESSABLE, type Answer, type FieldError } from '../page/page';
import { PATHS } from '../paths';
import { endedPage } from '../wizard/open-task';
import { FIRST_PAGE, type BoardPlace } from './board-form';
import type { BoardErrors } from './board-controls';
import { BoardPage, fieldOfRow } from './board-page';
import { personOf, rankedProfile } from './words';

export interface Readers {
  readonly read: ReadAffiliation;
  readonly nextStep: ReadNextStep;
}

/** The open task that a page is about; the page to show instead when it has ended. */
export async function openAffiliation(
  { read, nextStep }: Readers,
  id: string,
  caller: Caller,
): Promise<AffiliationOnPages | Answer> {
  const found = await read.run(id, caller);
  if (!found.ok) throw new NotFoundException(found.refusal.message);
  return found.value.task.status === 'OPEN' ? found.value : endedPage(nextStep, id, caller);
}

export const isAnswer = (opened: AffiliationOnPages | Answer): opened is Answer => 'kind' in opened;

/** What a verb refused for the task itself: it has ended meanwhile, or is not this person's. */
export async function refusedTask(
  { nextStep }: Readers,
  id: string,
  { code, message }: Refusal,
  caller: Caller,
): Promise<Answer> {
  if (code === 'TACHE_TERMINEE') return endedPage(nextStep, id, caller, {});
  throw new NotFoundException(message);
}

const NO_ERRORS: BoardErrors = { rows: new Map(), bulk: undefined };

interface BoardAsked {
  readonly about: AffiliationOnPages;
  readonly place: BoardPlace;
  readonly mayAct: boolean;
}

export function boardPage(asked: BoardAsked, bulkError?: string): Answer {
  return page({
    title: 'Salariés et taux',
    back: PATHS.tasks,
    body: BoardPage({ ...asked, errors: { ...NO_ERRORS, bulk: bulkError } }),
    ...(bulkError === undefined ? {} : { status: UNPROCESSABLE, errors: [{ field: 'vers', message: bulkError }] }),
  });
}

/** Rows named one by one in the summary: the others stand in the same list. */
const MOST_NAMED = 10;

/** What keeps the affiliation from being finished, employee by employee and profile by profile. */
export function incompletePage(about: AffiliationOnPages): Answer {
  const { board, question } = about;
  const place: BoardPlace = board.unplaced > 0 ? { ...FIRST_PAGE, profile: 'none' } : FIRST_PAGE;
  const unplaced = seatsShown(board.seats, { search: '', profile: 'none' }).slice(0, MOST_NAMED);
  const rows = new Map(unplaced.map(({ contract }) => [contractText(contract), 'Choisissez un profil.']));
  const named = unplaced.map(({ contract }): FieldError => ({
    field: fieldOfRow(about, place, contractText(contract)) ?? 'vers',
    message: `${personOf(contract)} (${contract.matricule}) n’a pas de profil : choisissez-en un.`,
  }));
  const others = board.unplaced - unplaced.length;
  const vacant = board.vacant.flatMap((rank): FieldError[] => {
    const profile = question.profiles[rank - 1];
    if (profile === undefined) return [];
    const message = `${rankedProfile(profile, rank)} n’a aucun salarié : mettez-y au moins une personne.`;
    return [{ field: 'vers', message }];
  });
  const rest = others > 0 ? [{ field: 'vers', message: `Et ${String(others)} autres salariés sans profil.` }] : [];
  const bulk = vacant.map(({ message }) => message).join(' ');
  return page({
    title: 'Salariés et taux',
    back: PATHS.tasks,
    status: UNPROCESSABLE,
    body: BoardPage({ about, place, mayAct: true, errors: { rows, bulk: bulk === '' ? undefined : bulk } }),
    errors: [...named, ...rest, ...vacant],
  });
}
