import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { Viewer } from '#application/access/viewer';
import { ContestUpdate } from '#application/updates/contest-update';
import { ReadUpdate, type DoneForYou } from '#application/updates/read-update';
import { UndoUpdate } from '#application/updates/undo-update';
import { Allow, CurrentViewer } from '../page/access';
import { textOf } from '../page/fields';
import { foundOr404, refusalOf } from '../page/found';
import { page, redirect, type Answer } from '../page/page';
import { linkTo, PATHS } from '../paths';
import { DonePage } from './done-page';
import type { Asking } from './words-form';
import { CONTEST, UNDO, wordsPage } from './words-page';

/** What was done without a person: seen, contested, taken back. */
@Allow('PAYROLL_ADMIN', 'ACCOUNTANT', 'SUPPORT', 'ADMINISTRATOR')
@Controller()
export class UpdatesController {
  constructor(
    private readonly updates: ReadUpdate,
    private readonly contest: ContestUpdate,
    private readonly undo: UndoUpdate,
  ) {}

  @Get(PATHS.doneForYou)
  async done(@CurrentViewer() viewer: Viewer, @Param('id') id: string): Promise<Answer> {
    const update = await this.update(viewer, id);
    const mayUndo = viewer.scope === 'system';
    return page({ title: 'Tâche réalisée par Taux Juste', back: PATHS.tasks, body: DonePage({ update, mayUndo }) });
  }

  @Get(PATHS.contest)
  async askContest(@CurrentViewer() viewer: Viewer, @Param('id') id: string): Promise<Answer> {
    return this.ask(viewer, id, CONTEST);
  }

  @Post(PATHS.contest)
  async sendContest(@CurrentViewer() viewer: Viewer, @Param('id') id: string, @Body() body: unknown): Promise<Answer> {
    const words = textOf(body, 'message');
    const sent = await this.contest.run(id, words, viewer);
    if (sent.ok)
      return redirect(linkTo('doneForYou', { id }), 'Votre message est envoyé au support, qui répondra ici.');
    const { code, message } = refusalOf(sent.refusal);
    // A second click: the request is there, which is what was wanted.
    if (code === 'DEMANDE_OUVERTE') return redirect(linkTo('doneForYou', { id }), message);
    return this.ask(viewer, id, CONTEST, { typed: words, error: message });
  }

  @Get(PATHS.undo)
  @Allow('SUPPORT', 'ADMINISTRATOR')
  async askUndo(@CurrentViewer() viewer: Viewer, @Param('id') id: string): Promise<Answer> {
    const update = await this.update(viewer, id);
    return update.lasting === null
      ? wordsPage(update, UNDO)
      : redirect(linkTo('doneForYou', { id }), update.lasting.message);
  }

  @Post(PATHS.undo)
  @Allow('SUPPORT', 'ADMINISTRATOR')
  async saveUndo(@CurrentViewer() viewer: Viewer, @Param('id') id: string, @Body() body: unknown): Promise<Answer> {
    const words = textOf(body, 'message');
    const undone = await this.undo.run(id, words, viewer);
    if (undone.ok)
      return redirect(
        linkTo('doneForYou', { id }),
        'La mise à jour est annulée : l’ancien taux est de nouveau en place.',
      );
    return this.ask(viewer, id, UNDO, { typed: words, error: refusalOf(undone.refusal).message });
  }

  private async ask(
    viewer: Viewer,
    id: string,
    asking: Asking,
    again?: { readonly typed: string; readonly error: string },
  ): Promise<Answer> {
    return wordsPage(await this.update(viewer, id), asking, again);
  }

  private async update(viewer: Viewer, id: string): Promise<DoneForYou> {
    return foundOr404(await this.updates.run(id, viewer));
  }
}
