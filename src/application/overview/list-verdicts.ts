import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { verdictRows, type VerdictFilter } from '#storage/overview/read-overview';
import { Rulebook } from '../rulebook/rulebook';
import { PAGE, pageOf, type Page } from './page';
import { verdictLine, type VerdictLine } from './verdict-line';

export type VerdictsAsked = VerdictFilter;

export type VerdictPage = Page<VerdictLine, NonNullable<VerdictFilter['after']>>;

/** What was decided, document by document, each with its why. */
@Injectable()
export class ListVerdicts {
  constructor(
    private readonly database: Database,
    private readonly rulebook: Rulebook,
  ) {}

  async run(asked: VerdictsAsked, size = PAGE): Promise<VerdictPage> {
    const { reference } = await this.rulebook.current();
    const rows = await this.database.transaction('system', (tx) => verdictRows(tx, asked, size + 1));
    const { rows: shown, next } = pageOf(rows, ({ feed, siret }) => ({ feed, siret }), size);
    return { rows: shown.map((row) => verdictLine(row, reference)), next };
  }
}
