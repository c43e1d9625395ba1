import { affiliationTask, outcomeOf } from '#domain/journey/outcome';
import { resumePoint, stepBefore } from '#domain/journey/graph';
import { sheetOn } from '#domain/rates/sheet';
import { page, redirect, type Answer, type FieldError } from '../page/page';
import type { OpenTask } from './open-task';
import { RecapPage } from './recap-page';
import { addressOf, backFrom, progressOf } from './steps';

/** What will be saved; where the answers go on when they are not complete. */
export function recapPage(opened: OpenTask, errors: readonly FieldError[] = [], status = 200): Answer {
  const { shown, question, answers, path } = opened;
  const outcome = outcomeOf(shown.question, answers);
  if (!outcome.ok || outcome.value.sheet === null)
    return redirect(addressOf(resumePoint(path) ?? 'situation', shown.task.id));
  const { sheet, questions, warnings } = outcome.value;
  const before = sheetOn(question.facts.sheets, sheet.effectiveFrom)?.profiles ?? [];
  return page({
    title: 'Vérifier avant d’enregistrer',
    body: RecapPage({
      ...{ shown, questions, warnings },
      progress: progressOf(path, 'recap'),
      since: sheet.effectiveFrom,
      asksEmployees: affiliationTask(sheet, before) !== null,
    }),
    back: backFrom(stepBefore(path, 'recap'), shown.task.id),
    errors,
    status,
  });
}
