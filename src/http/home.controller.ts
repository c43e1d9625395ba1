import { Controller, Get } from '@nestjs/common';
import { HasCompanies } from '#application/start/has-companies';
import type { Viewer } from '#application/access/viewer';
import { mayAct } from './month/may-act';
import { Allow, CurrentViewer } from './page/access';
import { redirect, type Redirect } from './page/page';
import { PATHS } from './paths';

/** Who comes in finds what there is to do; where nothing is on file yet, the first thing is to bring a DSN. */
@Controller()
export class HomeController {
  constructor(private readonly hasCompanies: HasCompanies) {}

  @Get(PATHS.home)
  @Allow('PAYROLL_ADMIN', 'ACCOUNTANT', 'SUPPORT', 'ADMINISTRATOR')
  async home(@CurrentViewer() viewer: Viewer): Promise<Redirect> {
    const isEmpty = mayAct(viewer) && !(await this.hasCompanies.run(viewer));
    return redirect(isEmpty ? PATHS.start : PATHS.tasks);
  }
}
