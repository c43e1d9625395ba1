import { Injectable } from '@nestjs/common';
import type { VerdictKind } from '#domain/reconciliation/verdict';
import { addDays, type LocalDate } from '#domain/values/local-date';
import type { Siret } from '#domain/values/siret';
import { Database } from '#storage/database';
import { journalRows, type JournalFilter, type JournalPlace } from '#storage/updates/journal';
import { verdictLine, type VerdictLine } from '../overview/verdict-line';
import { PAGE, pageOf, type Page } from '../overview/page';
import { endOfParisDay } from '../ports/paris';
import { Rulebook } from '../rulebook/rulebook';

/** What support looks for in the journal; null = whatever. Days are those of Paris, both ends included. */
export interface UpdatesAsked {
  readonly search: string | null;
  readonly receivedFrom: LocalDate | null;
  readonly receivedUntil: LocalDate | null;
  readonly effectiveFrom: LocalDate | null;
  readonly effectiveUntil: LocalDate | null;
  readonly rule: string | null;
  readonly verdict: VerdictKind | null;
  readonly feed: number | null;
}

export interface UpdateLine extends VerdictLine {
  readonly siret: Siret;
  readonly effectiveFrom: LocalDate | null;
  readonly rule: string;
  readonly receivedAt: string;
  /** When support took it back; null while it stands. */
  readonly undoneAt: string | null;
}

export type UpdatesPage = Page<UpdateLine, JournalPlace>;

/** The journal of updates, for support: what was decided in each document, latest first, each with its why. */
@Injectable()
export class ListUpdates {
  constructor(
    private readonly database: Database,
    private readonly rulebook: Rulebook,
  ) {}

  /** Of every company: only support and administrators may be shown it. */
  async run(asked: UpdatesAsked, after: JournalPlace | null, size = PAGE): Promise<UpdatesPage> {
    const { reference } = await this.rulebook.current();
    const read = await this.database.transaction('system', (tx) => journalRows(tx, filterOf(asked), after, size + 1));
    const { rows, next } = pageOf(read, ({ feed, siret }) => ({ feed, siret }), size);
    const shown = rows.map((row) => {
      const { siret, effectiveFrom, rule, receivedAt, undoneAt } = row;
      return { ...verdictLine(row, reference), ...{ siret, effectiveFrom, rule, receivedAt, undoneAt } };
    });
    return { rows: shown, next };
  }
}

const filterOf = ({ receivedFrom, receivedUntil, ...filter }: UpdatesAsked): JournalFilter => ({
  ...filter,
  receivedAfter: receivedFrom === null ? null : endOfParisDay(addDays(receivedFrom, -1)),
  receivedUntil: receivedUntil === null ? null : endOfParisDay(receivedUntil),
});
