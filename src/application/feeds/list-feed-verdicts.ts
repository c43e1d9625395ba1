import { Injectable } from '@nestjs/common';
import { explain } from '#domain/reconciliation/explain';
import type { VerdictKind } from '#domain/reconciliation/verdict';
import { accepted, type Result } from '#domain/values/result';
import type { Siret } from '#domain/values/siret';
import { Database } from '#storage/database';
import { feedVerdicts, type FeedVerdict } from '#storage/feeds/feed-lines';
import { companiesOf, type Caller } from '../access/caller';
import { PAGE, pageOf, type Page } from '../overview/page';
import { findFeed } from './find-feed';

export interface ExplainedVerdict extends FeedVerdict {
  /** Why, in French. */
  readonly why: string;
}

export interface FeedVerdictsQuestion {
  readonly verdict: VerdictKind | null;
  /** The last SIRET of the page before. */
  readonly after: Siret | null;
}

export type FeedVerdictPage = Page<ExplainedVerdict, Siret>;

/** What was decided in one document about the establishments that the caller sees, in order of SIRET. */
@Injectable()
export class ListFeedVerdicts {
  constructor(private readonly database: Database) {}

  async run(id: string, question: FeedVerdictsQuestion, caller: Caller, size = PAGE): Promise<Result<FeedVerdictPage>> {
    const feed = await findFeed(this.database, id, caller);
    if (!feed.ok) return feed;
    const asked = { ...question, feed: feed.value.id, companies: companiesOf(caller.scope) };
    const read = await this.database.transaction(caller.scope, (tx) => feedVerdicts(tx, asked, size + 1));
    const { rows, next } = pageOf(read, ({ siret }) => siret, size);
    return accepted({ rows: rows.map((row) => ({ ...row, why: explain(row) })), next });
  }
}
