/** Every job there is. A job carries no data: what is to do is rows, and a job only says « look ». */
export const JOBS = ['finish-batches', 'post-mail'] as const;
export type JobName = (typeof JOBS)[number];

/** The doorbell of the workers. Ringing twice is the same as once, and losing a ring loses nothing. */
export abstract class JobQueue {
  abstract ring(job: JobName): Promise<void>;
}
