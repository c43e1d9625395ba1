import { Body, Controller, Get, NotFoundException, Param, Post } from '@nestjs/common';
import type { Viewer } from '#application/access/viewer';
import { ReadNextStep } from '#application/tasks/read-next-step';
import { ReadTask } from '#application/tasks/read-task';
import { SubmitDraft } from '#application/tasks/submit-draft';
import { Allow, CurrentViewer } from '../page/access';
import { page, redirect, type Answer } from '../page/page';
import { linkTo, PATHS } from '../paths';
import { DonePage } from './done-page';
import { isAnswer, openTask } from './open-task';
import { versionOf } from './read-form';
import { recapPage } from './recap';
import { submitted } from './submit';

/** The end of the wizard: what will be saved, and what follows once it is. */
@Controller()
export class RecapController {
  private readonly verbs;

  constructor(
    read: ReadTask,
    submit: SubmitDraft,
    private readonly nextStep: ReadNextStep,
  ) {
    this.verbs = { read, submit, nextStep };
  }

  @Allow('PAYROLL_ADMIN', 'ACCOUNTANT', 'ADMINISTRATOR')
  @Get(PATHS.taskRecap)
  async recap(@Param('id') id: string, @CurrentViewer() viewer: Viewer): Promise<Answer> {
    const opened = await openTask(this.verbs, id, viewer);
    return isAnswer(opened) ? opened : recapPage(opened);
  }

  @Allow('PAYROLL_ADMIN', 'ACCOUNTANT', 'ADMINISTRATOR')
  @Post(PATHS.taskRecap)
  save(@Param('id') id: string, @Body() body: unknown, @CurrentViewer() viewer: Viewer): Promise<Answer> {
    return submitted(this.verbs, { id, body, version: versionOf(body) }, viewer);
  }

  @Allow('PAYROLL_ADMIN', 'ACCOUNTANT', 'SUPPORT', 'ADMINISTRATOR')
  @Get(PATHS.taskDone)
  async done(@Param('id') id: string, @CurrentViewer() viewer: Viewer): Promise<Answer> {
    const step = await this.nextStep.run(id, viewer);
    if (!step.ok) throw new NotFoundException(step.refusal.message);
    if (step.value.task.status !== 'DONE') return redirect(linkTo('task', { id }));
    return page({ title: 'Taux enregistré', body: DonePage({ step: step.value }) });
  }
}
