import { Controller, Get, Query } from '@nestjs/common';
import { ReadMonth } from '#application/month/read-month';
import type { Viewer } from '#application/access/viewer';
import { Allow, CurrentViewer } from '../page/access';
import { page, type Page } from '../page/page';
import { PATHS } from '../paths';
import { mayAct } from './may-act';
import { monthTitle } from './month-heading';
import { MonthPage } from './month-page';
import { readMonthQuery } from './month-query';
import { monthShown } from './month-shown';

/** The tasks of a payroll month. */
@Controller()
export class MonthController {
  constructor(private readonly readMonth: ReadMonth) {}

  @Get(PATHS.tasks)
  @Allow('PAYROLL_ADMIN', 'ACCOUNTANT', 'SUPPORT', 'ADMINISTRATOR')
  async tasks(@CurrentViewer() viewer: Viewer, @Query() query: unknown): Promise<Page> {
    const month = monthShown(await this.readMonth.run(readMonthQuery(query), viewer));
    return page({ title: monthTitle(month.month), body: MonthPage({ month, mayAct: mayAct(viewer) }) });
  }
}
