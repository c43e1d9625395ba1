import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '#storage/database';
import { beginJob, endJob, giveBackJob } from '#storage/dead-letters/under-way';
import { Occupations } from '../operations/occupations';
import { WallClock } from '../ports/clock';

/** A process gives a sign of life every five seconds: one that has been silent for longer is gone, in milliseconds. */
const SILENT_MS = 7_000;

/**
 * What this process has in hand, in rows that outlive it: whoever takes up the same next can tell that somebody died of
 * it.
 */
@Injectable()
export class UnderWay {
  constructor(
    private readonly database: Database,
    private readonly wallClock: WallClock,
    private readonly occupations: Occupations,
  ) {}

  /** How many processes have died of it, one after another, without anything of it going on; see {@link beginJob}. */
  begin(job: string, subject: string, progress = ''): Promise<number> {
    const at = this.wallClock.now();
    const aliveSince = new Date(Date.parse(at) - SILENT_MS).toISOString();
    const { process } = this.occupations;
    return this.transaction((tx) => beginJob(tx, { job, subject, process, at, progress, aliveSince }));
  }

  giveBack(job: string, subject: string): Promise<void> {
    return this.transaction((tx) => giveBackJob(tx, job, subject));
  }

  end(job: string, subject: string): Promise<void> {
    return this.transaction((tx) => endJob(tx, job, subject));
  }

  private transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.transaction('system', work);
  }
}
