import type { EventEmitter } from 'node:events';
import { createPostgresBackend, ErrorCode, setDefaultBackendFactory, type ConnectionOptions } from 'bullmq';
import { refusalOfFailure } from '#application/failure';

export const QUEUE = 'taux-juste';

/** By which the processor is given its {@link QueuePlace}. */
export const QUEUE_PLACE = Symbol('QueuePlace');

/** Apart from the tables of the house: nothing of ours depends on it, and it may be dropped at any time. */
const SCHEMA = 'bullmq';

/** Where the queue is: in the base of the house, or on Redis when an address is given. */
export interface QueuePlace {
  readonly url: string;
  readonly redisUrl: string | null;
}

/** Which backend serves is one choice for the whole process, made before anything of the queue is built. */
export function connectionTo({ url, redisUrl }: QueuePlace): ConnectionOptions {
  setDefaultBackendFactory(redisUrl === null ? createPostgresBackend : undefined);
  if (redisUrl !== null) return { url: redisUrl };
  // Options inside the address would win over the schema's, which are added to those beside it.
  const address = new URL(url);
  const options = address.searchParams.get('options') ?? '';
  address.searchParams.delete('options');
  // The types are those of Redis, whatever the backend: this one reads what `pg` does, and two options of its own.
  const postgres: object = {
    ...{ connectionString: address.toString(), options, schema: SCHEMA, migrate: true, max: 3 },
    onConnect: outliveItsLoss,
  };
  return postgres;
}

const FORGOTTEN: readonly unknown[] = [ErrorCode.JobNotExist, ErrorCode.JobLockNotExist, ErrorCode.JobLockMismatch];

/** Whether the queue no longer knows a job that this worker holds: it was emptied, or gave the job to another. */
export const isForgotten = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && FORGOTTEN.includes(error.code);

/**
 * The queue's library listens to connections that are idle, and not to one in use while it prepares its tables: a base
 * that is lost in that moment would end the process. Whatever was asked is refused all the same.
 */
function outliveItsLoss(connection: EventEmitter): void {
  connection.on('error', () => undefined);
}

/** One French sentence for the loss of the queue, in which nothing is that rows do not say too. */
export const saidOfLoss = (error: unknown, { redisUrl }: QueuePlace): string =>
  redisUrl === null
    ? refusalOfFailure(error).message
    : "Redis ne répond pas et rien n'est perdu : remettez-le en marche, ou corrigez REDIS_URL ; le travail reprendra de lui-même.";
