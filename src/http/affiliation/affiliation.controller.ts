import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { Viewer } from '#application/access/viewer';
import { PlaceEmployees, type Placings } from '#application/affiliation/place-employees';
import { ReadAffiliation, type AffiliationOnPages } from '#application/affiliation/read-affiliation';
import { SubmitAffiliation } from '#application/affiliation/submit-affiliation';
import { ReadNextStep } from '#application/tasks/read-next-step';
import { Allow, CurrentViewer } from '../page/access';
import { textOf } from '../page/fields';
import { page, redirect, type Answer } from '../page/page';
import { linkTo, PATHS } from '../paths';
import { CONFLICT } from '../wizard/open-task';
import { versionOf } from '../wizard/read-form';
import { boardPage, incompletePage, isAnswer, openAffiliation, refusedTask } from './answers';
import { bulkOf, FIRST_PAGE, picksOf, placeOf, queryOf, type BoardPlace } from './board-form';
import { ConflictPage } from './conflict-page';
import { RecapPage } from './recap-page';
import { employees } from './words';

const PAGE = /^page-([1-9]\d{0,3})$/;

/** Which employee is on which rate: the list with its choices, what will be saved, and saving it. */
@Controller()
export class AffiliationController {
  private readonly readers;

  constructor(
    read: ReadAffiliation,
    nextStep: ReadNextStep,
    private readonly place: PlaceEmployees,
    private readonly submit: SubmitAffiliation,
  ) {
    this.readers = { read, nextStep };
  }

  @Allow('PAYROLL_ADMIN', 'ACCOUNTANT', 'SUPPORT', 'ADMINISTRATOR')
  @Get(PATHS.taskEmployees)
  async list(@Param('id') id: string, @Query() query: unknown, @CurrentViewer() viewer: Viewer): Promise<Answer> {
    const about = await openAffiliation(this.readers, id, viewer);
    if (isAnswer(about)) return about;
    return boardPage({ about, place: placeOf(query), mayAct: viewer.role !== 'SUPPORT' });
  }

  @Allow('PAYROLL_ADMIN', 'ACCOUNTANT', 'ADMINISTRATOR')
  @Post(PATHS.taskEmployees)
  async choose(
    @Param('id') id: string,
    @Query() query: unknown,
    @Body() body: unknown,
    @CurrentViewer() viewer: Viewer,
  ): Promise<Answer> {
    const shown = placeOf(query);
    const asked = bulkOf(body, shown);
    const picks = picksOf(body);
    const settles = textOf(body, 'action') === 'continuer';
    const bulk = asked.kind === 'ASKED' ? asked.bulk : null;
    const placed = await this.place.run(id, { version: versionOf(body), picks, bulk, settles }, viewer);
    if (!placed.ok) return refusedTask(this.readers, id, placed.refusal, viewer);
    if (placed.value.kind === 'SAVED' && asked.kind !== 'UNCLEAR' && (!settles || placed.value.board.isComplete))
      return goneOn(id, body, shown, placed.value);
    const about = await openAffiliation(this.readers, id, viewer);
    if (isAnswer(about)) return about;
    if (placed.value.kind === 'DISAGREED') {
      const action = linkTo('taskEmployees', { id }, queryOf(shown));
      const conflict = ConflictPage({ about, action, picks, conflict: placed.value });
      return page({ title: 'Deux choix en même temps', body: conflict, back: action, status: CONFLICT });
    }
    return asked.kind === 'UNCLEAR'
      ? boardPage({ about, place: shown, mayAct: true }, asked.message)
      : incompletePage(about);
  }

  @Allow('PAYROLL_ADMIN', 'ACCOUNTANT', 'ADMINISTRATOR')
  @Get(PATHS.taskEmployeesRecap)
  async recap(@Param('id') id: string, @CurrentViewer() viewer: Viewer): Promise<Answer> {
    const about = await openAffiliation(this.readers, id, viewer);
    if (isAnswer(about)) return about;
    return about.said.isComplete ? recapPage(about) : redirect(linkTo('taskEmployees', { id }));
  }

  @Allow('PAYROLL_ADMIN', 'ACCOUNTANT', 'ADMINISTRATOR')
  @Post(PATHS.taskEmployeesRecap)
  async save(@Param('id') id: string, @Body() body: unknown, @CurrentViewer() viewer: Viewer): Promise<Answer> {
    const saved = await this.submit.run(id, versionOf(body), viewer);
    if (saved.ok) return redirect(linkTo('taskDone', { id }));
    const { code, message } = saved.refusal;
    if (code === 'TACHE_TERMINEE' || code === 'TACHE_INCONNUE')
      return refusedTask(this.readers, id, saved.refusal, viewer);
    const about = await openAffiliation(this.readers, id, viewer);
    if (isAnswer(about)) return about;
    return about.said.isComplete ? recapPage(about, message) : incompletePage(about);
  }
}

/** Where one goes on once the page is kept. */
function goneOn(
  id: string,
  body: unknown,
  shown: BoardPlace,
  { changed, leftOut }: Extract<Placings, { kind: 'SAVED' }>,
): Answer {
  const action = textOf(body, 'action');
  const to = (place: BoardPlace): string => linkTo('taskEmployees', { id }, queryOf(place));
  const turned = PAGE.exec(action)?.[1];
  if (turned !== undefined) return redirect(to({ ...shown, page: Number(turned) }));
  switch (action) {
    case 'continuer':
      return redirect(linkTo('taskEmployeesRecap', { id }));
    case 'filtrer':
      return redirect(to({ ...placeOf(body), page: FIRST_PAGE.page }));
    case 'affecter':
      return redirect(to(shown), bulkWords(changed, leftOut));
    case 'garder':
      return redirect(to(shown), 'Vos choix sont gardés : vous, ou quelqu’un d’autre, pouvez finir plus tard.');
    default:
      return redirect(to(shown));
  }
}

function bulkWords(changed: number, leftOut: number): string {
  const done = changed === 0 ? 'Aucun salarié ne change de profil.' : `${employees(changed)} : profil changé.`;
  if (leftOut === 0) return done;
  return `${done} ${employees(leftOut)} d’un autre régime : ce profil ne peut pas être le leur.`;
}

const recapPage = (about: AffiliationOnPages, error?: string): Answer =>
  page({
    title: 'Vérifier les salariés et leurs taux',
    back: linkTo('taskEmployees', { id: about.task.id }),
    body: RecapPage({ about }),
    ...(error === undefined ? {} : { status: CONFLICT, errors: [{ field: 'contenu', message: error }] }),
  });
