import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { journalRows, WHOLE_JOURNAL, type JournalFilter, type JournalPlace } from '#storage/updates/journal';
import { Rulebook } from '../rulebook/rulebook';
import { PAGE, pageOf, type Page } from './page';
import { verdictLine, type VerdictLine } from './verdict-line';

export interface VerdictsAsked extends Pick<JournalFilter, 'feed' | 'verdict'> {
  /** The last row of the page before. */
  readonly after: JournalPlace | null;
}

export type VerdictPage = Page<VerdictLine, JournalPlace>;

/** What was decided, document by document, each with its why. */
@Injectable()
export class ListVerdicts {
  constructor(
    private readonly database: Database,
    private readonly rulebook: Rulebook,
  ) {}

  async run({ feed: document, verdict, after }: VerdictsAsked, size = PAGE): Promise<VerdictPage> {
    const { reference } = await this.rulebook.current();
    const filter = { ...WHOLE_JOURNAL, feed: document, verdict };
    const rows = await this.database.transaction('system', (tx) => journalRows(tx, filter, after, size + 1));
    const { rows: shown, next } = pageOf(rows, ({ feed, siret }) => ({ feed, siret }), size);
    return { rows: shown.map((row) => verdictLine(row, reference)), next };
  }
}
