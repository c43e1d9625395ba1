import { Body, Controller, Get, NotFoundException, Param, Post } from '@nestjs/common';
import type { Viewer } from '#application/access/viewer';
import { PostponeTask } from '#application/tasks/postpone-task';
import { ReadNextStep } from '#application/tasks/read-next-step';
import { ReadTask } from '#application/tasks/read-task';
import { frenchPeriod } from '#domain/values/local-date';
import type { Refusal } from '#domain/values/result';
import { Allow, CurrentViewer } from '../page/access';
import { textOf } from '../page/fields';
import { page, redirect, UNPROCESSABLE, type Answer, type FieldError } from '../page/page';
import { linkTo, PATHS } from '../paths';
import { ElsewherePage, type PostponementTyped } from './elsewhere-page';
import { endedPage, isAnswer, openTask, type OpenTask } from './open-task';

const NOTHING_TYPED: PostponementTyped = { until: '', reason: '' };

/** « Je n’ai pas accès à ces informations »: where to look, and the task put off. */
@Controller()
export class WaitingController {
  private readonly readers;

  constructor(
    read: ReadTask,
    private readonly nextStep: ReadNextStep,
    private readonly postpone: PostponeTask,
  ) {
    this.readers = { read, nextStep };
  }

  @Allow('PAYROLL_ADMIN', 'ACCOUNTANT', 'ADMINISTRATOR')
  @Get(PATHS.taskPostpone)
  async guidance(@Param('id') id: string, @CurrentViewer() viewer: Viewer): Promise<Answer> {
    const opened = await openTask(this.readers, id, viewer);
    return isAnswer(opened) ? opened : elsewherePage(opened, NOTHING_TYPED, []);
  }

  @Allow('PAYROLL_ADMIN', 'ACCOUNTANT', 'ADMINISTRATOR')
  @Post(PATHS.taskPostpone)
  async wait(@Param('id') id: string, @Body() body: unknown, @CurrentViewer() viewer: Viewer): Promise<Answer> {
    const typed = { until: textOf(body, 'until'), reason: textOf(body, 'reason') };
    const postponed = await this.postpone.run(id, typed, viewer);
    if (postponed.ok) {
      const { postponedUntil } = postponed.value;
      const month = postponedUntil === null ? '' : ` à ${frenchPeriod(postponedUntil)}`;
      return redirect(
        PATHS.tasks,
        `La tâche est repoussée${month}. Si le taux arrive avant, elle se ferme d’elle-même.`,
      );
    }
    const { code, message } = postponed.refusal;
    if (code === 'TACHE_INCONNUE') throw new NotFoundException(message);
    if (code === 'TACHE_TERMINEE') return endedPage(this.nextStep, id, viewer, {});
    const opened = await openTask(this.readers, id, viewer);
    return isAnswer(opened) ? opened : elsewherePage(opened, typed, [errorOf(postponed.refusal)]);
  }
}

const errorOf = ({ code, message }: Refusal): FieldError => ({
  field: code.startsWith('MOIS') ? 'until' : 'reason',
  message,
});

const elsewherePage = (
  { shown, question }: OpenTask,
  typed: PostponementTyped,
  errors: readonly FieldError[],
): Answer =>
  page({
    title: 'Où trouver le taux',
    body: ElsewherePage({ shown, question, typed, errors }),
    back: linkTo('task', { id: shown.task.id }),
    errors,
    ...(errors.length === 0 ? {} : { status: UNPROCESSABLE }),
  });
