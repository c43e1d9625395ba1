import { Body, Controller, Get, Headers, NotFoundException, Param, Post } from '@nestjs/common';
import { momentWords } from '#application/ports/paris';
import type { Viewer } from '#application/access/viewer';
import { ReadNextStep } from '#application/tasks/read-next-step';
import { ReadTask } from '#application/tasks/read-task';
import { SaveDraft } from '#application/tasks/save-draft';
import { SubmitDraft } from '#application/tasks/submit-draft';
import type { Answers } from '#domain/journey/answers';
import { resumePoint, stepBefore, isWithinReach } from '#domain/journey/graph';
import { warningsOfAnswers, withProposal } from '#domain/journey/rate-answers';
import { Allow, CurrentViewer } from '../page/access';
import { textOf } from '../page/fields';
import { page, redirect, UNPROCESSABLE, type Answer, type FieldError } from '../page/page';
import { linkTo, PATHS } from '../paths';
import { personWords } from '../views/person';
import { liveAnswer, wantsLive, type LiveAnswer } from './live';
import { isAnswer, openTask, type OpenTask } from './open-task';
import { RatesPage } from './rates-page';
import { ratesFields, situationFields } from './read-form';
import { savePage, togetherNotice } from './save-page';
import { SituationPage } from './situation-page';
import { addressOf, backFrom, errorsOf, progressOf, RATES_STEP } from './steps';
import { submitted } from './submit';

/** The pages on which a task of rates is answered: the case, then the rates. What comes next is for the graph to say. */
@Controller()
export class WizardController {
  private readonly verbs;

  constructor(read: ReadTask, save: SaveDraft, submit: SubmitDraft, nextStep: ReadNextStep) {
    this.verbs = { read, save, submit, nextStep };
  }

  @Allow('PAYROLL_ADMIN', 'ACCOUNTANT', 'SUPPORT', 'ADMINISTRATOR')
  @Get(PATHS.task)
  async situation(@Param('id') id: string, @CurrentViewer() viewer: Viewer): Promise<Answer> {
    const opened = await openTask(this.verbs, id, viewer);
    return isAnswer(opened) ? opened : situationPage(opened, viewer);
  }

  @Allow('PAYROLL_ADMIN', 'ACCOUNTANT', 'ADMINISTRATOR')
  @Post(PATHS.task)
  async answerSituation(
    @Param('id') id: string,
    @Body() body: unknown,
    @CurrentViewer() viewer: Viewer,
  ): Promise<Answer> {
    const fields = situationFields(body);
    const before = await openTask(this.verbs, id, viewer, fields);
    if (isAnswer(before)) return before;
    const sent = { id, action: linkTo('task', { id }), body, fields };
    const saved = await savePage(this.verbs, before, sent, viewer);
    if (saved.kind !== 'SAVED') return saved;
    const after = await openTask(this.verbs, id, viewer);
    if (isAnswer(after)) return after;
    if (after.path.frontier === 'situation') return situationPage(after, viewer, faultsOf(after, 'situation'));
    if (textOf(body, 'at-once') === 'oui' && after.path.complete)
      return submitted(this.verbs, { id, body, version: saved.draft.version }, viewer);
    return redirect(addressOf(after.path.route[1] ?? 'situation', id), togetherNotice(saved));
  }

  @Allow('PAYROLL_ADMIN', 'ACCOUNTANT', 'ADMINISTRATOR')
  @Get(PATHS.taskStep)
  async rates(@Param('id') id: string, @Param('step') step: string, @CurrentViewer() viewer: Viewer): Promise<Answer> {
    const opened = await this.ratesStep(id, step, viewer);
    return isAnswer(opened) ? opened : ratesPage(opened);
  }

  @Allow('PAYROLL_ADMIN', 'ACCOUNTANT', 'ADMINISTRATOR')
  @Post(PATHS.taskStep)
  async answerRates(
    @Param('id') id: string,
    @Param('step') step: string,
    @Headers('accept') accept: string | undefined,
    @Body() body: unknown,
    @CurrentViewer() viewer: Viewer,
  ): Promise<Answer | LiveAnswer> {
    const fields = ratesFields(body, { sorted: true });
    const before = await this.ratesStep(id, step, viewer, fields);
    if (isAnswer(before)) return before;
    if (wantsLive(accept)) return liveAnswer(this.verbs.save, before, { id, body }, viewer);
    const action = addressOf('rates', id);
    const sent = { id, action, body, fields };
    const saved = await savePage(this.verbs, before, sent, viewer);
    if (saved.kind !== 'SAVED') return saved;
    const after = await openTask(this.verbs, id, viewer);
    if (isAnswer(after)) return after;
    if (after.path.frontier === 'rates') return ratesPage(after, faultsOf(after, 'rates'));
    return redirect(addressOf(resumePoint(after.path) ?? 'situation', id), togetherNotice(saved));
  }

  /** Who comes to the rates before having said how many is sent to where they are. */
  private async ratesStep(
    id: string,
    step: string,
    viewer: Viewer,
    typed?: Partial<Answers>,
  ): Promise<OpenTask | Answer> {
    if (step !== RATES_STEP) throw new NotFoundException('Cette étape n’existe pas : revenez à la tâche.');
    const opened = await openTask(this.verbs, id, viewer, typed);
    if (isAnswer(opened) || isWithinReach(opened.path, 'rates')) return opened;
    return redirect(addressOf(resumePoint(opened.path) ?? 'situation', id));
  }
}

const faultsOf = ({ journey, answers, question }: OpenTask, step: string): readonly FieldError[] =>
  errorsOf(journey.step(step).faults(answers), warningsOfAnswers(answers, question));

function situationPage(opened: OpenTask, viewer: Viewer, errors: readonly FieldError[] = []): Answer {
  const { shown, question, answers } = opened;
  const warnings = answers.confirm ? warningsOfAnswers(answers, question) : [];
  const canAnswer = viewer.role !== 'SUPPORT';
  return page({
    title: 'Répondre à la tâche',
    body: SituationPage({ shown, question, errors, warnings, resume: resumption(opened), canAnswer }),
    back: PATHS.tasks,
    errors,
    ...(errors.length === 0 ? {} : { status: UNPROCESSABLE }),
  });
}

/** Where an earlier draft is gone on with; null while it has not left the first page. */
function resumption({ shown: { draft, task }, path }: OpenTask): { href: string; words: string } | null {
  if (draft.by === null || path.steps.length < 2) return null;
  const words = `Réponses gardées le ${momentWords(draft.by.at)}, saisies par ${personWords(draft.by.actor)}.`;
  return { href: addressOf(resumePoint(path) ?? 'situation', task.id), words };
}

function ratesPage({ shown, question, answers, path }: OpenTask, errors: readonly FieldError[] = []): Answer {
  return page({
    title: 'Saisir le taux',
    body: RatesPage({
      ...{ shown, question, errors },
      answers: withProposal(answers, question),
      progress: progressOf(path, 'rates'),
    }),
    back: backFrom(stepBefore(path, 'rates'), shown.task.id),
    errors,
    ...(errors.length === 0 ? {} : { status: UNPROCESSABLE }),
  });
}
