import { Controller, Get } from '@nestjs/common';
import { Allow } from './page/access';
import { redirect, type Redirect } from './page/page';
import { PATHS } from './paths';

/** Who comes in finds what there is to do. */
@Controller()
export class HomeController {
  @Get(PATHS.home)
  @Allow('PAYROLL_ADMIN', 'ACCOUNTANT', 'SUPPORT', 'ADMINISTRATOR')
  home(): Redirect {
    return redirect(PATHS.tasks);
  }
}
