import { BadRequestException, Controller, Get, Header, Query } from '@nestjs/common';
import { ListFeeds } from '#application/overview/list-feeds';
import { ListOpenTasks } from '#application/overview/list-open-tasks';
import { ListVerdicts, type VerdictsAsked } from '#application/overview/list-verdicts';
import { ReadOverview } from '#application/overview/read-overview';
import { VERDICTS } from '#domain/reconciliation/verdict';
import { HomePage } from './views/home-page';
import { htmlOf, PATHS } from './views/layout';
import { FeedsPage, TasksPage, VerdictsPage } from './views/list-pages';
import { STYLE } from './views/style';

const HTML = ['content-type', 'text/html; charset=utf-8'] as const;
/** Rows of each list on the first page. */
const GLIMPSE = 20;

/** The plain pages: what is on file, what was decided, what is left to do. They only read. */
@Controller()
export class PagesController {
  constructor(
    private readonly overview: ReadOverview,
    private readonly tasks: ListOpenTasks,
    private readonly verdicts: ListVerdicts,
    private readonly feeds: ListFeeds,
  ) {}

  @Get(PATHS.home)
  @Header(...HTML)
  async home(): Promise<string> {
    const [overview, tasks, verdicts, feeds] = await Promise.all([
      this.overview.run(),
      this.tasks.run(1, GLIMPSE),
      this.verdicts.run({ feed: null, verdict: null, after: null }, GLIMPSE),
      this.feeds.run(null, GLIMPSE),
    ]);
    return htmlOf(HomePage({ overview, tasks, verdicts, feeds }));
  }

  @Get(PATHS.tasks)
  @Header(...HTML)
  async taskPage(@Query('page') page?: string): Promise<string> {
    return htmlOf(TasksPage(await this.tasks.run(wholeNumber('page', page) ?? 1)));
  }

  @Get(PATHS.verdicts)
  @Header(...HTML)
  async verdictPage(
    @Query('flux') feed?: string,
    @Query('verdict') verdict?: string,
    @Query('apres') after?: string,
  ): Promise<string> {
    const asked = { feed: wholeNumber('flux', feed), verdict: verdictOf(verdict), after: placeAfter(after) };
    return htmlOf(VerdictsPage({ asked, page: await this.verdicts.run(asked) }));
  }

  @Get(PATHS.feeds)
  @Header(...HTML)
  async feedPage(@Query('avant') before?: string): Promise<string> {
    return htmlOf(FeedsPage(await this.feeds.run(wholeNumber('avant', before))));
  }

  @Get(PATHS.style)
  @Header('content-type', 'text/css; charset=utf-8')
  style(): string {
    return STYLE;
  }
}

const WHOLE = /^[1-9]\d{0,8}$/;
const PLACE = /^([1-9]\d{0,14})-(\d{14})$/;

/** A parameter may come twice and then be a list: only plain text is read. */
function wholeNumber(name: string, text: unknown): number | null {
  if (text === undefined) return null;
  if (typeof text === 'string' && WHOLE.test(text)) return Number(text);
  throw new BadRequestException(`Paramètre « ${name} » : un nombre entier est attendu.`);
}

function verdictOf(text: unknown): VerdictsAsked['verdict'] {
  if (text === undefined) return null;
  const verdict = VERDICTS.find((known) => known === text);
  if (verdict !== undefined) return verdict;
  throw new BadRequestException(`Paramètre « verdict » : l’un de ${VERDICTS.join(', ')} est attendu.`);
}

function placeAfter(text: unknown): VerdictsAsked['after'] {
  if (text === undefined) return null;
  const match = typeof text === 'string' ? PLACE.exec(text) : null;
  if (match !== null) return { feed: Number(match[1]), siret: match[2] ?? '' };
  throw new BadRequestException('Paramètre « apres » : revenez à la première page.');
}
