import { Injectable } from '@nestjs/common';
import type { VerdictKind } from '#domain/reconciliation/verdict';
import { Database } from '#storage/database';
import { feedRows, feedsNaming, feedsNamed, type FeedRow, type FeedStatus } from '#storage/feeds/feeds';
import type { Caller } from '../access/caller';
import { PAGE, pageOf, type Page } from '../overview/page';

export interface FeedLine {
  readonly id: number;
  readonly file: string;
  readonly sha256: string;
  readonly receivedAt: string;
  readonly status: FeedStatus;
  /** Of the whole document, whoever is named in it: null for a caller bound to companies. */
  readonly whole: {
    readonly lines: number;
    /** At reception; null while it is being decided. */
    readonly verdicts: Readonly<Record<VerdictKind, number>> | null;
    readonly withheld: boolean;
  } | null;
}

export type FeedPage = Page<FeedLine, number>;

/** The documents received, latest first; for a caller bound to companies, those that name an establishment of theirs. */
@Injectable()
export class ListFeeds {
  constructor(private readonly database: Database) {}

  async run(before: number | null, { scope }: Caller, size = PAGE): Promise<FeedPage> {
    const rows =
      scope === 'system'
        ? await this.database.transaction('system', (tx) => feedRows(tx, before, size + 1))
        : await this.named(await this.own(scope, before, size + 1));
    const line = scope === 'system' ? wholeLine : ownLine;
    const { rows: shown, next } = pageOf(rows, ({ id }) => id, size);
    return { rows: shown.map(line), next };
  }

  private own(scope: Exclude<Caller['scope'], 'system'>, before: number | null, count: number) {
    return this.database.transaction(scope, (tx) => feedsNaming(tx, scope.companies, before, count));
  }

  /** A document may name many companies: it is read as the system, after it was found among the caller's own. */
  private named(ids: readonly number[]): Promise<FeedRow[]> {
    return this.database.transaction('system', (tx) => feedsNamed(tx, ids));
  }
}

export const ownLine = ({ id, file, sha256, receivedAt, status }: FeedRow): FeedLine => ({
  ...{ id, file, sha256, receivedAt, status },
  whole: null,
});

const wholeLine = (row: FeedRow): FeedLine => {
  const { lines, verdicts, withheld } = row;
  return { ...ownLine(row), whole: { lines, verdicts, withheld } };
};
