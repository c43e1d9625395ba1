import { Body, Controller, Get, Post } from '@nestjs/common';
import type { Viewer } from '#application/access/viewer';
import { ConfirmTasks } from '#application/month/confirm-tasks';
import { PostponeTasks } from '#application/month/postpone-tasks';
import { ReadMonth } from '#application/month/read-month';
import { ReadSelection, type Selection } from '#application/month/read-selection';
import type { Refusal, Result } from '#domain/values/result';
import { Allow, CurrentViewer } from '../page/access';
import { textOf, textsOf } from '../page/fields';
import { page, redirect, UNPROCESSABLE, type Answer } from '../page/page';
import { PATHS } from '../paths';
import { BulkResultPage, resultTitle } from './bulk-result-page';
import { CONFIRM_TITLE, ConfirmPage } from './confirm-page';
import { ACTING } from './may-act';
import { monthTitle } from './month-heading';
import { MonthPage } from './month-page';
import { monthLink, readMonthQuery } from './month-query';
import { monthShown } from './month-shown';
import { PostponePage, postponeTitle } from './postpone-page';

/** Field at which each refusal is shown. */
const FIELDS: Readonly<Record<string, string>> = {
  MOIS_ABSENT: 'jusqua',
  MOIS_PASSE: 'jusqua',
  MOIS_ILLISIBLE: 'jusqua',
};

/** Many tasks taken together: chosen on the list, shown before anything is done, then done with a result for each. */
@Controller()
export class BulkController {
  constructor(
    private readonly readMonth: ReadMonth,
    private readonly selection: ReadSelection,
    private readonly postponeTasks: PostponeTasks,
    private readonly confirmTasks: ConfirmTasks,
  ) {}

  /** Reached by an address or a reload, there is no selection left: the list has it. */
  @Get([PATHS.tasksPostpone, PATHS.tasksConfirm])
  @Allow(...ACTING)
  back(): Answer {
    return redirect(PATHS.tasks);
  }

  @Post(PATHS.tasksPostpone)
  @Allow(...ACTING)
  async postpone(@CurrentViewer() viewer: Viewer, @Body() body: unknown): Promise<Answer> {
    const from = readMonthQuery(body);
    if (!isSaid(body, 'jusqua')) {
      const chosen = await this.chosen(viewer, body);
      return chosen.ok ? postponeForm(body, chosen.value) : this.listAgain(viewer, body, chosen.refusal);
    }
    const [ids, until, reason] = [textsOf(body, 'tache'), textOf(body, 'jusqua'), textOf(body, 'raison')];
    const report = await this.postponeTasks.run({ ids, until, reason }, viewer);
    if (report.ok) {
      const shown = { act: 'POSTPONED', report: report.value, from } as const;
      return page({
        title: resultTitle('POSTPONED', report.value),
        back: monthLink(from),
        body: BulkResultPage(shown),
      });
    }
    const chosen = await this.chosen(viewer, body);
    return chosen.ok ? postponeForm(body, chosen.value, report.refusal) : this.listAgain(viewer, body, chosen.refusal);
  }

  @Post(PATHS.tasksConfirm)
  @Allow(...ACTING)
  async confirm(@CurrentViewer() viewer: Viewer, @Body() body: unknown): Promise<Answer> {
    const from = readMonthQuery(body);
    const seen = textsOf(body, 'vu');
    if (seen.length === 0) {
      const chosen = await this.chosen(viewer, body);
      if (!chosen.ok) return this.listAgain(viewer, body, chosen.refusal);
      return page({
        title: CONFIRM_TITLE,
        back: monthLink(from),
        body: ConfirmPage({ from, lines: chosen.value.lines }),
      });
    }
    const report = await this.confirmTasks.run({ seen }, viewer);
    if (!report.ok) return this.listAgain(viewer, body, report.refusal);
    const shown = { act: 'CONFIRMED', report: report.value, from } as const;
    return page({ title: resultTitle('CONFIRMED', report.value), back: monthLink(from), body: BulkResultPage(shown) });
  }

  /** The rows ticked, or the whole list when its box is. */
  private chosen(viewer: Viewer, body: unknown): Promise<Result<Selection>> {
    const { month, state, filter } = readMonthQuery(body);
    const isWhole = textOf(body, 'liste') === 'entiere' && month !== null && state !== null && state !== 'DONE_FOR_YOU';
    return this.selection.run(isWhole ? { month, state, filter } : { ids: textsOf(body, 'tache') }, viewer);
  }

  /** Nothing could be taken: the list as it was, and what is wrong with the selection. */
  private async listAgain(viewer: Viewer, body: unknown, { message }: Refusal): Promise<Answer> {
    const month = monthShown(await this.readMonth.run(readMonthQuery(body), viewer));
    return page({
      title: monthTitle(month.month),
      status: UNPROCESSABLE,
      errors: [{ field: `tache-${String(month.lines[0]?.id ?? '')}`, message }],
      body: MonthPage({ month, mayAct: true }),
    });
  }
}

function postponeForm(body: unknown, { lines, thisMonth }: Selection, refusal?: Refusal): Answer {
  const from = readMonthQuery(body);
  const typed = { until: textOf(body, 'jusqua'), reason: textOf(body, 'raison') };
  const errors = refusal === undefined ? [] : [{ field: FIELDS[refusal.code] ?? 'raison', message: refusal.message }];
  return page({
    title: postponeTitle(lines.length),
    back: monthLink(from),
    status: refusal === undefined ? 200 : UNPROCESSABLE,
    errors,
    body: PostponePage({ from, lines, thisMonth, typed, errors }),
  });
}

const isSaid = (body: unknown, name: string): boolean =>
  typeof body === 'object' && body !== null && Object.hasOwn(body, name);
