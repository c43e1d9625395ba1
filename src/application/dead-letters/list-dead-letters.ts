import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { leftOutChunks, openLetters, type DeadLetter, type LeftOutChunks } from '#storage/dead-letters/dead-letters';
import { batchName, letterName } from './dead-name';

/** More than a person would read at once. */
const MOST = 200;

/** Work that waits for somebody; `id` is what « réessayer » takes. */
export type DeadWork =
  | ({ readonly kind: 'JOB'; readonly id: string } & Omit<DeadLetter, 'id'>)
  | ({ readonly kind: 'BATCH'; readonly id: string } & LeftOutChunks);

/** For support: duties that keep failing, and chunks of a batch that could not be applied; the latest first. */
@Injectable()
export class ListDeadLetters {
  constructor(private readonly database: Database) {}

  async run(): Promise<readonly DeadWork[]> {
    return this.database.transaction('system', async (tx) => {
      const letters = await openLetters(tx, MOST);
      const batches = await leftOutChunks(tx, MOST);
      return [
        ...batches.map((left) => ({ kind: 'BATCH' as const, id: batchName(left.batch), ...left })),
        ...letters.map(({ id, ...letter }) => ({ kind: 'JOB' as const, id: letterName(id), ...letter })),
      ];
    });
  }
}
