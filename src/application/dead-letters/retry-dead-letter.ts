import { Injectable } from '@nestjs/common';
import { accepted, refused, type Result } from '#domain/values/result';
import { appendEntries } from '#storage/audit';
import { Database, type Tx } from '#storage/database';
import { leftOutOf, retryLetter } from '#storage/dead-letters/dead-letters';
import { forgiveJob } from '#storage/dead-letters/under-way';
import { reopenBatch } from '#storage/intake/chunks';
import type { Caller } from '../access/caller';
import { ALL } from '../duties/duty';
import { DECIDE_BATCH, FINISH_BATCHES } from '../intake/finish-batches';
import { Clock } from '../ports/clock';
import { JobQueue } from '../ports/job-queue';
import { parseDeadName } from './dead-name';

interface Ring {
  readonly job: string;
  readonly subject: string;
}

/**
 * A person who has seen to the cause asks for another try. Work that failed is rung for at once; what is left of a batch
 * is decided again on what is on file by then, never applied as it was planned.
 */
@Injectable()
export class RetryDeadLetter {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobQueue: JobQueue,
  ) {}

  async run(id: string, { actor }: Caller): Promise<Result<{ readonly id: string }>> {
    const name = parseDeadName(id);
    if (!name.ok) return name;
    const by = { actor, at: this.clock.now() };
    const ring = await this.database.transaction('system', (tx) =>
      'letter' in name.value ? retriedLetter(tx, name.value.letter, by) : retriedBatch(tx, name.value.batch, by),
    );
    if (ring === null)
      return refused(
        'TRAVAIL_INCONNU',
        `Le travail ${id} n'attend plus personne : il a réussi ou a déjà été relancé ; rechargez la liste.`,
      );
    await this.jobQueue.ring(ring.job, [ring.subject]);
    return accepted({ id });
  }
}

interface By {
  readonly actor: string;
  readonly at: string;
}

async function retriedLetter(tx: Tx, id: number, { actor, at }: By): Promise<Ring | null> {
  const letter = await retryLetter(tx, id, { actor, at });
  if (letter === null) return null;
  const { job, subject, attempts, lastError } = letter;
  await forgiveJob(tx, job, subject);
  if (job === FINISH_BATCHES) await forgiveJob(tx, DECIDE_BATCH, null);
  const body = { job, subject, attempts, error: lastError };
  await appendEntries(tx, [{ at, actor, action: 'work.retried', siren: null, siret: null, body, covers: null }]);
  return { job, subject };
}

async function retriedBatch(tx: Tx, id: number, { actor, at }: By): Promise<Ring | null> {
  const left = await leftOutOf(tx, id);
  if (left === null) return null;
  await reopenBatch(tx, id);
  const body = { batch: id, chunks: left.chunks, attempts: left.attempts, error: left.lastError };
  await appendEntries(tx, [{ at, actor, action: 'batch.retried', siren: null, siret: null, body, covers: null }]);
  return { job: FINISH_BATCHES, subject: ALL };
}
