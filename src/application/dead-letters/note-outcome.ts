import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { noteFailure, noteSuccess } from '#storage/dead-letters/dead-letters';
import { endJob, giveBackJob } from '#storage/dead-letters/under-way';
import { refusalOfFailure, UNFORESEEN } from '#storage/failures';
import { WallClock } from '../ports/clock';

/** Work that failed so often by itself is left alone, so that it does not hide in the noise of its own repetition. */
const ATTEMPTS = 5;

/** It is tried once more after this time, so that nothing is stuck for ever; in milliseconds. */
export const QUIET_MS = 3_600_000;

/** A failure of the surroundings counts for nobody; the others count until the work is left alone. */
export type Failing = 'SURROUNDINGS' | 'AGAIN' | 'QUIET';

/** Keeps in rows what keeps failing, as the queue and whatever it remembers may be lost. */
@Injectable()
export class NoteOutcome {
  constructor(
    private readonly database: Database,
    private readonly wallClock: WallClock,
  ) {}

  /** Null when it went well. */
  async run(job: string, subject: string, error: null): Promise<null>;
  async run(job: string, subject: string, error: unknown): Promise<Failing>;
  async run(job: string, subject: string, error: unknown): Promise<Failing | null> {
    const at = this.wallClock.now();
    if (error === null) {
      await this.database.transaction('system', async (tx) => {
        await noteSuccess(tx, job, subject, at);
        await endJob(tx, job, subject);
      });
      return null;
    }
    const { code, message } = refusalOfFailure(error);
    if (code !== UNFORESEEN) {
      // Best effort: it may be the base that is gone.
      await this.database.transaction('system', (tx) => giveBackJob(tx, job, subject)).catch(() => undefined);
      return 'SURROUNDINGS';
    }
    const quietUntil = new Date(Date.parse(at) + QUIET_MS).toISOString();
    const quiet = await this.database.transaction('system', async (tx) => {
      await endJob(tx, job, subject);
      return noteFailure(tx, { job, subject, error: message, at, allowed: ATTEMPTS, quietUntil });
    });
    return quiet ? 'QUIET' : 'AGAIN';
  }
}
