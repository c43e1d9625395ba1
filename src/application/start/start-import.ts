import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { completeWork, insertWork, type ToldFile } from '#storage/work/works';
import { admissionOf } from '../access/admission';
import type { Viewer } from '../access/viewer';
import { JobQueue } from '../ports/job-queue';
import { WallClock } from '../ports/clock';
import { Slots } from '../slots';
import { keepFile, type SentPath } from './keep-file';

/** The job that takes in what a person sent. */
export const TAKE_IMPORT = 'take-import';

/** Imports written to the base at a time: many at once hold no more connections than these. */
const WRITERS = 2;

/** Keeps files that a person sent until a worker takes them in; the number to ask how far it is. */
@Injectable()
export class StartImport {
  private readonly writers = new Slots(WRITERS);

  constructor(
    private readonly database: Database,
    private readonly wallClock: WallClock,
    private readonly queue: JobQueue,
  ) {}

  async run(files: readonly SentPath[], viewer: Viewer): Promise<number> {
    const id = await this.writers.run(() => this.keep(files, viewer));
    await this.queue.ring(TAKE_IMPORT, [String(id)]);
    return id;
  }

  private keep(files: readonly SentPath[], viewer: Viewer): Promise<number> {
    const { accountId, actor } = viewer;
    const sent = files.map(({ name, size }) => ({ name, size }));
    const admission = admissionOf(viewer);
    return this.database.transaction('system', async (tx) => {
      const at = this.wallClock.now();
      const id = await insertWork(tx, { accountId, actor, admission, files: sent, at });
      const told: ToldFile[] = [];
      for (const [index, file] of files.entries()) {
        const kind = await keepFile(tx, id, index, file);
        told.push({ name: file.name, size: file.size, kind });
      }
      await completeWork(tx, id, told);
      return id;
    });
  }
}
