import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { feedRows, type FeedRow } from '#storage/overview/read-overview';
import { PAGE, pageOf, type Page } from './page';

export type FeedLine = FeedRow;

/** The documents received, latest first. */
@Injectable()
export class ListFeeds {
  constructor(private readonly database: Database) {}

  async run(before: number | null, size = PAGE): Promise<Page<FeedLine, number>> {
    const rows = await this.database.transaction('system', (tx) => feedRows(tx, before, size + 1));
    return pageOf(rows, ({ id }) => id, size);
  }
}
