/** The doorbell of the workers. Ringing twice for one subject is the same as once, and losing a ring loses nothing. */
export abstract class JobQueue {
  /** One ring for each subject of the duty with that job. */
  abstract ring(job: string, subjects: readonly string[]): Promise<void>;
}
