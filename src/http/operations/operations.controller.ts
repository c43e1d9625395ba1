import { BadRequestException, Controller, Get, Query } from '@nestjs/common';
import type { Viewer } from '#application/access/viewer';
import { ListFeeds } from '#application/feeds/list-feeds';
import { ListVerdicts, type VerdictsAsked } from '#application/overview/list-verdicts';
import { ReadOverview } from '#application/overview/read-overview';
import { VERDICTS } from '#domain/reconciliation/verdict';
import { Allow, CurrentViewer } from '../page/access';
import { page, type Page } from '../page/page';
import { PATHS } from '../paths';
import { FeedsPage } from './feeds-page';
import { VerdictsPage } from './verdicts-page';

/** What came in and what was decided about it, document by document; these pages only read. */
@Controller()
export class OperationsController {
  constructor(
    private readonly overview: ReadOverview,
    private readonly verdicts: ListVerdicts,
    private readonly feeds: ListFeeds,
  ) {}

  @Get(PATHS.verdicts)
  @Allow('SUPPORT', 'ADMINISTRATOR')
  async verdictPage(
    @Query('flux') feed?: string,
    @Query('verdict') verdict?: string,
    @Query('apres') after?: string,
  ): Promise<Page> {
    const asked = { feed: wholeNumber('flux', feed), verdict: verdictOf(verdict), after: placeAfter(after) };
    const title = asked.feed === null ? 'Verdicts' : `Verdicts du flux n° ${String(asked.feed)}`;
    return page({ title, body: VerdictsPage({ title, asked, page: await this.verdicts.run(asked) }) });
  }

  @Get(PATHS.feeds)
  @Allow('SUPPORT', 'ADMINISTRATOR')
  async feedPage(@CurrentViewer() viewer: Viewer, @Query('avant') before?: string): Promise<Page> {
    const from = wholeNumber('avant', before);
    const feeds = await this.feeds.run(from, viewer);
    const overview = from === null ? await this.overview.run() : null;
    return page({ title: 'Flux reçus', body: FeedsPage({ overview, feeds }) });
  }
}

const WHOLE = /^[1-9]\d{0,8}$/;
const PLACE = /^([1-9]\d{0,14})-(\d{14})$/;

/** A parameter may come twice and then be a list: only plain text is read. */
function wholeNumber(name: string, text: unknown): number | null {
  if (text === undefined) return null;
  if (typeof text === 'string' && WHOLE.test(text)) return Number(text);
  throw new BadRequestException(
    `Paramètre « ${name} » : un nombre entier est attendu. Revenez à la première page de la liste.`,
  );
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
