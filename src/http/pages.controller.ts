import { BadRequestException, Controller, Get, Query } from '@nestjs/common';
import { ListOpenTasks } from '#application/overview/list-open-tasks';
import { Allow } from './page/access';
import { page, type Page } from './page/page';
import { PATHS } from './paths';
import { TasksPage } from './views/tasks-page';

const WHOLE = /^[1-9]\d{0,8}$/;

/** Open tasks of every company, to be read. */
@Controller()
export class PagesController {
  constructor(private readonly tasks: ListOpenTasks) {}

  @Get(PATHS.tasks)
  @Allow('SUPPORT', 'ADMINISTRATOR')
  async taskPage(@Query('page') asked: unknown): Promise<Page> {
    if (asked !== undefined && !(typeof asked === 'string' && WHOLE.test(asked)))
      throw new BadRequestException('Paramètre « page » : un nombre entier est attendu. Revenez à la première page.');
    return page({ title: 'Tâches ouvertes', body: TasksPage(await this.tasks.run(Number(asked ?? 1))) });
  }
}
