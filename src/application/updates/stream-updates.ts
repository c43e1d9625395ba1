import { Injectable } from '@nestjs/common';
import type { JournalPlace } from '#storage/updates/journal';
import { ListUpdates, type UpdateLine, type UpdatesAsked } from './list-updates';

/** Rows read at once: the memory that an export takes does not depend on its length. */
const PIECE = 1_000;

/** The whole journal that a filter leaves, piece by piece. */
@Injectable()
export class StreamUpdates {
  constructor(private readonly updates: ListUpdates) {}

  async *run(asked: UpdatesAsked): AsyncGenerator<readonly UpdateLine[]> {
    let after: JournalPlace | null = null;
    do {
      const { rows, next } = await this.updates.run(asked, after, PIECE);
      if (rows.length > 0) yield rows;
      after = next;
    } while (after !== null);
  }
}
