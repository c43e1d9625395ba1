import { Controller, Get, Header, Param, Query, StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';
import type { Viewer } from '#application/access/viewer';
import { ListUpdates } from '#application/updates/list-updates';
import { StreamUpdates } from '#application/updates/stream-updates';
import { ExplainRate } from '#application/why/explain-rate';
import { Allow, CurrentViewer } from '../page/access';
import { textOf } from '../page/fields';
import { foundOr404 } from '../page/found';
import { page, redirect, UNPROCESSABLE, type Answer } from '../page/page';
import { linkTo, PATHS } from '../paths';
import { journalCsv } from './journal-csv';
import { JournalPage } from './journal-page';
import { journalLink, placeAfter, readFilter, typedFilter } from './journal-query';
import { WhyPage } from './why-page';

/** Journal des mises à jour: what was decided about every establishment in every document. These pages only read. */
@Allow('SUPPORT', 'ADMINISTRATOR')
@Controller()
export class JournalController {
  constructor(
    private readonly updates: ListUpdates,
    private readonly all: StreamUpdates,
    private readonly why: ExplainRate,
  ) {}

  @Get(PATHS.journal)
  async journal(@Query() query: unknown): Promise<Answer> {
    const typed = typedFilter(query);
    const { asked, errors } = readFilter(typed);
    const shown =
      errors.length > 0 ? { rows: [], next: null } : await this.updates.run(asked, placeAfter(textOf(query, 'apres')));
    return page({
      title: 'Journal des mises à jour',
      ...(errors.length === 0 ? {} : { errors, status: UNPROCESSABLE }),
      body: JournalPage({ page: shown, typed, errors }),
    });
  }

  @Get(PATHS.journalCsv)
  @Header('cache-control', 'no-store')
  csv(@Query() query: unknown): Answer | StreamableFile {
    const typed = typedFilter(query);
    const { asked, errors } = readFilter(typed);
    if (errors.length > 0) return redirect(journalLink('journal', typed));
    return new StreamableFile(Readable.from(journalCsv(this.all.run(asked)), { objectMode: false }), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="journal-taux-atmp.csv"',
    });
  }

  @Get(PATHS.why)
  async origin(
    @CurrentViewer() viewer: Viewer,
    @Param('siret') siret: string,
    @Query() query: unknown,
  ): Promise<Answer> {
    const day = textOf(query, 'on').trim();
    const answer = await this.why.run(siret, day === '' ? undefined : day, viewer);
    // A day that does not exist is not worth a page of errors: today's is shown instead, with the sentence.
    if (!answer.ok && answer.refusal.code === 'DATE_ILLISIBLE')
      return redirect(linkTo('why', { siret }), answer.refusal.message);
    return page({ title: 'D’où vient le taux', back: PATHS.journal, body: WhyPage({ answer: foundOr404(answer) }) });
  }
}
