import { Injectable } from '@nestjs/common';
import { accepted, type Result } from '#domain/values/result';
import { Database } from '#storage/database';
import { feedRejections, type FeedRejection, type RejectionPlace } from '#storage/feeds/feed-lines';
import { companiesOf, type Caller } from '../access/caller';
import { PAGE, pageOf, type Page } from '../overview/page';
import { findFeed } from './find-feed';

export type FeedRejectionPage = Page<FeedRejection, RejectionPlace>;

/**
 * The refused lines of one document, in its order. A caller bound to companies is told of the lines about theirs; a line
 * whose SIRET cannot be read is of nobody.
 */
@Injectable()
export class ListFeedRejections {
  constructor(private readonly database: Database) {}

  async run(id: string, after: RejectionPlace | null, caller: Caller, size = PAGE): Promise<Result<FeedRejectionPage>> {
    const feed = await findFeed(this.database, id, caller);
    if (!feed.ok) return feed;
    const asked = { feed: feed.value.id, companies: companiesOf(caller.scope), after };
    const read = await this.database.transaction(caller.scope, (tx) => feedRejections(tx, asked, size + 1));
    return accepted(pageOf(read, ({ line, code }) => ({ line, code }), size));
  }
}
